// The waterfall: picking, folding, zooming, the critical path drawn through the rows. Without it every row is a link to its span.
(() => {
  const fall = document.querySelector('.waterfall'), body = document.getElementById('rows');
  if (!fall || !body) return;
  const trace = fall.dataset.trace, aside = document.getElementById('span'), map = document.querySelector('[data-minimap] svg');
  const rows = () => [...body.querySelectorAll('tr[data-row]')];
  const shown = () => rows().filter(r => !r.hidden && r.offsetParent !== null);
  const level = r => +r.getAttribute('aria-level');
  const number = (e, name) => parseFloat(e.style.getPropertyValue(name));

  // Picking shows the panel beside and puts the span into the address.
  let picked = body.querySelector('[aria-selected]');
  const pick = (row, focus = true) => {
    picked?.removeAttribute('aria-selected');
    picked = row; row.setAttribute('aria-selected', 'true');
    if (focus) { row.tabIndex = -1; row.focus({ preventScroll: true }); row.scrollIntoView({ block: 'nearest' }); }
    history.replaceState(null, '', '/traces/' + trace + '?span=' + encodeURIComponent(row.dataset.ref) + (location.search.includes('fold=none') ? '&fold=none' : ''));
    htmx.ajax('GET', '/traces/' + trace + '/spans/' + encodeURIComponent(row.dataset.ref), { target: aside, swap: 'innerHTML' })
      .then(() => matchMedia('(max-width: 75rem)').matches && aside.scrollIntoView({ block: 'start' }));
  };
  body.addEventListener('click', e => {
    const row = e.target.closest('tr[data-row]');
    if (!row || e.metaKey || e.ctrlKey || e.shiftKey || e.button) return;
    e.preventDefault();
    e.target.closest('svg.twist') ? turn(row) : pick(row);
  });

  // Folding hides what lies below; what the page does not have yet is asked for.
  const below = row => {
    const found = []; let next = row.nextElementSibling;
    for (; next && next.matches('[data-row]') && level(next) > level(row); next = next.nextElementSibling) found.push(next);
    return [found, next];
  };
  const turn = (row, open = row.getAttribute('aria-expanded') === 'false') => {
    if (!row.hasAttribute('aria-expanded') || (row.getAttribute('aria-expanded') === 'true') === open) return;
    row.setAttribute('aria-expanded', open);
    const [under] = below(row);
    if (open && !under.length) {
      htmx.ajax('GET', '/traces/' + trace + '/rows?under=' + row.dataset.n, { target: row, swap: 'afterend' }).then(draw);
    } else {
      let closed = Infinity;
      under.forEach(r => {
        if (level(r) <= closed) closed = Infinity;
        r.hidden = !open || level(r) > closed;
        if (closed === Infinity && r.getAttribute('aria-expanded') === 'false') closed = level(r);
      });
    }
    draw();
  };

  // The path steps from row to row: the horizontal runs are in the rows, the hops between them are drawn here, past slivers no one sees.
  const overlay = fall.querySelector('.critical'), paper = overlay.querySelector('svg');
  let zoom = { from: 0, scale: 1 };
  const draw = () => {
    const top = body.getBoundingClientRect().top - fall.getBoundingClientRect().top, pieces = [];
    const high = Math.max(1, Math.round(body.offsetHeight));
    shown().forEach(r => r.querySelectorAll('.lane > b').forEach(b => number(b, '--w') * zoom.scale >= .1 && pieces.push([number(b, '--l'), number(b, '--w'), r.offsetTop - body.offsetTop + 20.5])));
    pieces.sort((a, b) => a[0] - b[0]);
    const x = p => ((p - zoom.from) * zoom.scale * 10).toFixed(1);
    let d = '';
    for (let i = 1; i < pieces.length; i++) if (pieces[i][2] !== pieces[i - 1][2]) d += 'M' + x(pieces[i][0]) + ' ' + pieces[i - 1][2] + 'V' + pieces[i][2];
    overlay.hidden = false; overlay.style.top = top + 'px'; overlay.style.height = high + 'px';
    paper.setAttribute('viewBox', '0 0 1000 ' + high);
    paper.innerHTML = '<path class="hop" d="' + d + '"/>';
  };

  // Zooming changes two variables; every bar follows.
  const look = (from, to) => {
    from = Math.max(0, from); to = Math.min(100, Math.max(to, from + .01));
    zoom = { from, scale: 100 / (to - from) };
    fall.style.setProperty('--zo', from); fall.style.setProperty('--zs', zoom.scale);
    fall.classList.toggle('zoomed', zoom.scale > 1.001);
    map.querySelector('.window')?.remove();
    if (zoom.scale > 1.001) {
      const w = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      w.setAttribute('class', 'window'); w.setAttribute('d', 'M' + from * 10 + ' -5H' + to * 10 + 'V105H' + from * 10 + 'z'); map.append(w);
    }
    draw();
  };
  let start = null;
  const at = e => { const box = map.getBoundingClientRect(); return Math.max(0, Math.min(100, (e.clientX - box.left) / box.width * 100)); };
  map.addEventListener('pointerdown', e => { start = at(e); map.setPointerCapture(e.pointerId); });
  map.addEventListener('pointermove', e => { if (start !== null && Math.abs(at(e) - start) > .5) look(Math.min(start, at(e)), Math.max(start, at(e))); });
  map.addEventListener('pointerup', e => { if (start !== null && Math.abs(at(e) - start) <= .5) look(0, 100); start = null; });

  const current = () => picked && !picked.hidden ? picked : shown()[0];
  const acts = {
    critical: b => { const on = fall.classList.toggle('only-critical'); b.setAttribute('aria-pressed', on); draw(); },
    error: () => {
      const bad = shown().filter(r => r.classList.contains('failed')); if (!bad.length) return Andon.say('No error in the rows shown.');
      const here = shown().indexOf(picked); pick(bad.find(r => shown().indexOf(r) > here) || bad[0]);
    },
    in: () => { const bar = current()?.querySelector('.lane > i'); if (bar) { const l = number(bar, '--l'), w = Math.max(number(bar, '--w'), .02); look(l - w * .1, l + w * 1.1); } },
    out: () => { const width = 100 / zoom.scale, middle = zoom.from + width / 2; look(middle - width, middle + width); },
    whole: () => look(0, 100),
  };
  document.querySelectorAll('[data-act]').forEach(b => b.addEventListener('click', () => acts[b.dataset.act](b)));
  addEventListener('keydown', e => {
    if (e.metaKey || e.ctrlKey || e.altKey || e.target.closest('input, textarea, select, dialog')) return;
    const row = e.target.closest?.('tr[data-row]') || (e.target === document.body ? picked : null);
    if (!row) return;
    if (e.key === 'ArrowRight') {
      e.preventDefault();
      if (row.getAttribute('aria-expanded') === 'false') turn(row, true); else { const next = shown()[shown().indexOf(row) + 1]; if (next && level(next) > level(row)) pick(next); }
    } else if (e.key === 'ArrowLeft') {
      e.preventDefault();
      if (row.getAttribute('aria-expanded') === 'true') return turn(row, false);
      const list = shown(); for (let i = list.indexOf(row); i >= 0; i--) if (level(list[i]) < level(row)) return pick(list[i]);
    } else if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      e.preventDefault(); const list = shown(), next = list[list.indexOf(row) + (e.key === 'ArrowDown' ? 1 : -1)]; if (next) pick(next);
    } else if (e.key === 'Enter') { e.preventDefault(); pick(row); }
  });
  document.body.addEventListener('htmx:afterSettle', e => { if (e.target.closest?.('#rows') || e.target === body) draw(); });
  addEventListener('resize', draw);
  draw();
})();
