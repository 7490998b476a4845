// Fills the page of LLM usage with what /api/dashboard/telemetry answers for the range in the address.
(() => {
  const $ = (s, r = document) => r.querySelector(s), page = $('#usage'), word = $('.usage-word'), badge = $('#fresh');
  const make = (tag, text, css) => { const e = document.createElement(tag); if (text !== undefined) e.textContent = text; if (css) e.className = css; return e; };
  const missing = '–', space = '\u00a0';
  const count = n => n === null || n === undefined ? missing : n < 100000 ? String(n).replace(/\B(?=(\d{3})+$)/g, space) : n < 1e9 ? (n / 1e6).toPrecision(3) + space + 'M' : (n / 1e9).toPrecision(3) + space + 'G';
  const usd = n => n === null || n === undefined ? missing : n === 0 ? '0' : n < 0.01 ? n.toPrecision(2) : n.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).replace(/,/g, space);
  const ms = n => n === null || n === undefined ? missing : n < 10 ? n.toFixed(1) + space + 'ms' : n < 1000 ? Math.round(n) + space + 'ms' : n < 60000 ? (n / 1000).toPrecision(3) + space + 's' : Math.floor(n / 60000) + space + 'min ' + Math.round(n % 60000 / 1000) + space + 's';
  const age = s => s === null || s === undefined ? missing : s < 60 ? s + space + 's' : s < 3600 ? Math.floor(s / 60) + space + 'min' : s < 86400 ? Math.floor(s / 3600) + space + 'h ' + Math.floor(s % 3600 / 60) + space + 'min' : Math.floor(s / 86400) + space + 'd ' + Math.floor(s % 86400 / 3600) + space + 'h';
  const share = (part, all) => all ? (part / all * 100).toFixed(part && part / all < 0.1 ? 1 : 0) + space + '%' : missing;

  const say = (tone, strong, text, again) => {
    word.className = 'usage-word notice ' + tone;
    const line = make('span'); line.append(make('strong', strong), ' ' + text); word.replaceChildren(line);
    if (again) { const button = make('button', 'Try again', 'button small'); button.type = 'button'; button.onclick = load; word.append(button); }
  };
  const lamp = (tone, text, title) => {
    const light = make('i', undefined, 'lamp ' + tone); light.setAttribute('aria-hidden', 'true');
    badge.className = 'fresh' + (tone === 'ok' ? '' : ' stale'); badge.title = title || ''; badge.replaceChildren(light, make('span', text));
  };

  const tile = (n, value, delta) => { const t = page.querySelectorAll('.usage-tiles .tile')[n]; $('.value', t).replaceChildren(value); $('.delta', t).textContent = delta; };
  const was = (now, then, words) => then === null || then === undefined || then === 0 && !now ? space : 'was ' + words(then);
  const tiles = (t, b) => {
    tile(0, count(t.requests), was(t.requests, b.requests, count));
    tile(1, count(t.errors), t.requests ? share(t.errors, t.requests) + ', was ' + share(b.errors, b.requests) : space);
    const tokens = t.input_tokens + t.output_tokens, before = b.input_tokens + b.output_tokens;
    tile(2, count(tokens), tokens ? share(t.input_tokens, tokens) + ' in, was ' + count(before) : was(tokens, before, count));
    tile(3, usd(t.cost_usd), t.requests ? 'of ' + share(t.priced_requests, t.requests) + ', was ' + usd(b.cost_usd) : space);
    tile(4, ms(t.latency_p50_ms), was(t.latency_p50_ms, b.latency_p50_ms, ms));
    tile(5, ms(t.latency_p95_ms), was(t.latency_p95_ms, b.latency_p95_ms, ms));
  };

  // Charts in the box of the skeleton: 1000 wide, 200 high, drawn by paths.
  const time = (iso, step) => { const d = new Date(iso), two = n => String(n).padStart(2, '0'); return step < 86400 && page.dataset.short ? two(d.getUTCHours()) + ':00' : d.getUTCDate() + ' ' + d.toLocaleString('en', { month: 'short', timeZone: 'UTC' }); };
  const plot = (name, label, shapes, top, words, range) => {
    const box = $(`[data-plot="${name}"]`), svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', '0 0 1000 200'); svg.setAttribute('preserveAspectRatio', 'none'); svg.setAttribute('role', 'img'); svg.setAttribute('aria-label', label);
    [['grid', 'M0 0H1000M0 100H1000M0 200H1000'], ...shapes].forEach(([css, d]) => { const path = document.createElementNS('http://www.w3.org/2000/svg', 'path'); path.setAttribute('class', css); path.setAttribute('d', d); svg.append(path); });
    const note = (css, text, style) => { const s = make('span', text, css); Object.assign(s.style, style); return s; };
    box.replaceChildren(svg, note('y', words(top), { top: '0' }), note('y', words(top / 2), { top: '50%' }), note('y', '0', { top: '100%' }),
      note('x first', time(range.from, range.step_seconds), { left: '0' }), note('x last', time(range.to, range.step_seconds), { left: '100%' }));
  };
  const charts = r => {
    const from = Date.parse(r.range.from), to = Date.parse(r.range.to), step = r.range.step_seconds * 1000;
    page.dataset.short = to - from <= 2 * 86400e3 ? 'yes' : '';
    const x = at => Math.max(0, Math.min(1000, (at - from) / (to - from) * 1000));
    const nice = n => { const p = 10 ** Math.floor(Math.log10(n || 1)); return [1, 2, 4, 5, 10].map(k => k * p).find(k => k >= n); };
    const most = nice(Math.max(1, ...r.series.map(s => s.requests)));
    const bars = of => r.series.map(s => { const at = Date.parse(s.at), a = x(at), b = x(at + step), gap = Math.min(2, (b - a) / 5); return of(s) ? `M${(a + gap).toFixed(1)} 200V${(200 - of(s) / most * 200).toFixed(1)}H${(b - gap).toFixed(1)}V200Z` : ''; }).join('') || 'M0 200';
    plot('requests', `${count(r.totals.requests)} requests, ${count(r.totals.errors)} errors`, [['now-bar', bars(s => s.requests)], ['bad-bar', bars(s => s.errors)]], most, count, r.range);
    const slow = nice(Math.max(1, ...r.series.map(s => s.latency_p95_ms || 0)));
    const line = key => { let last = null; return r.series.map(s => { if (s[key] === null) { last = null; return ''; } const at = Date.parse(s.at), joined = last !== null && at - last <= step; last = at; return `${joined ? 'L' : 'M'}${x(at + step / 2).toFixed(1)} ${(200 - s[key] / slow * 200).toFixed(1)}${joined ? '' : 'h.1'}`; }).join('') || 'M0 200'; };
    plot('latency', `p50 ${ms(r.totals.latency_p50_ms)}, p95 ${ms(r.totals.latency_p95_ms)}`, [['now-line thin', line('latency_p95_ms')], ['now-line', line('latency_p50_ms')]], slow, ms, r.range);
  };

  const table = (name, rows) => $(`[data-list="${name}"]`).replaceChildren(...(rows.length ? rows.map(r => {
    const tr = make('tr'), head = make('th', r.name); tr.dataset.row = ''; head.scope = 'row';
    tr.append(head, make('td', count(r.requests), 'num'), make('td', share(r.errors, r.requests), 'num'), make('td', count(r.input_tokens + r.output_tokens), 'num col-2'),
      make('td', usd(r.cost_usd), 'num no-phone'), make('td', ms(r.latency_p50_ms) + ', ' + ms(r.latency_p95_ms), 'num'));
    return tr;
  }) : [(() => { const tr = make('tr'), td = make('td', 'None in this range.', 'dim'); td.colSpan = 6; tr.append(td); return tr; })()]));

  const show = r => {
    const f = r.freshness, ages = `hour ${age(f.bucket_age_seconds)}, request ${age(f.row_age_seconds)} old`, full = `${f.detail} The newest hour in the rollups began ${age(f.bucket_age_seconds)} ago, the newest request ${age(f.row_age_seconds)} ago.`;
    if (f.state === 'empty') { lamp('idle', 'no data yet'); say('', 'No chat request yet.', 'Send rows to POST /api/v1/chat/telemetry, or spans of chat calls to ingest: they show here within seconds.'); }
    else if (f.state === 'stale') { lamp('warn', 'stale: ' + ages, full); say('warn', f.detail, `These figures end at ${f.newest_bucket ? f.newest_bucket.slice(0, 16).replace('T', ' ') + ' UTC' : 'no hour yet'}.`); }
    else { lamp('ok', 'newest ' + ages, full); say('', r.totals.requests ? `${count(r.totals.requests)} requests in this range.` : 'No request in this range.', r.totals.requests ? `${share(r.totals.errors, r.totals.requests)} failed; half took ${ms(r.totals.latency_p50_ms)} or less.` : 'Look at a longer one.'); }
    tiles(r.totals, r.before); charts(r); table('domains', r.domains); table('models', r.models);
    page.setAttribute('aria-busy', 'false'); page.dataset.state = f.state;
  };
  const fail = why => { lamp('idle', 'age unknown'); say('bad', 'The figures could not be read.', why, true); page.setAttribute('aria-busy', 'false'); page.dataset.state = 'failed'; };
  const load = () => {
    page.setAttribute('aria-busy', 'true');
    fetch('/api/dashboard/telemetry' + location.search, { headers: { Accept: 'application/json' } })
      .then(a => a.ok ? a.json() : a.status === 401 ? Promise.reject(new Error('You are signed out: load the page again.')) : Promise.reject(new Error('The server answered ' + a.status + '.')))
      .then(show).catch(e => fail(e instanceof TypeError ? 'The server is out of reach.' : e.message));
  };
  load();
})();
