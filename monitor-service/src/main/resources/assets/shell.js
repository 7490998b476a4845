// What pages add when scripts run. Everything here is also reachable by links and forms.
const Andon = (() => {
  const $ = (s, r = document) => r.querySelector(s), $$ = (s, r = document) => [...r.querySelectorAll(s)];
  const root = document.documentElement, go = {};
  const store = { get: k => { try { return localStorage[k]; } catch { return null; } }, set: (k, v) => { try { localStorage[k] = v; } catch { /* private window */ } } };
  $$('.rail a[data-go]').forEach(a => go[a.dataset.go] = a);

  // One polite line for answers that are out of view.
  const say = text => {
    const toast = document.createElement('div'); toast.className = 'toast'; toast.textContent = text;
    $('.toasts').replaceChildren(toast); setTimeout(() => toast.remove(), 8000);
  };

  // Rows: j/k move, Enter opens. One roving tabindex, so Tab leaves the list at once.
  const rows = () => $$('[data-row]').filter(r => r.offsetParent !== null);
  const move = step => {
    const all = rows(); if (!all.length) return;
    const at = all.findIndex(r => r.classList.contains('at') || r === document.activeElement);
    all[at]?.classList.remove('at');
    const next = all[Math.max(0, Math.min(all.length - 1, at + step))];
    next.classList.add('at'); next.tabIndex = -1; next.focus({ preventScroll: true }); next.scrollIntoView({ block: 'nearest' });
  };

  // Picking two rows: x picks, a third one takes the place of the first. Without scripts the boxes of a form do.
  const compare = $('[data-compare]'), boxes = $$('input[data-pick]'), picked = boxes.filter(b => b.checked);
  const showPicked = () => { if (compare) { compare.disabled = picked.length !== 2; compare.firstChild.data = picked.length ? 'Compare ' + picked.length + ' of 2 ' : 'Compare two '; } };
  boxes.forEach(b => b.onchange = () => {
    if (b.checked) picked.push(b); else picked.splice(picked.indexOf(b), 1);
    if (picked.length > 2) picked.shift().checked = false;
    showPicked();
  });
  showPicked();

  // Theme: system, light or dark; remembered.
  $$('[data-theme-toggle]').forEach(b => b.onclick = e => {
    e.preventDefault();
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark'; store.set('theme', root.dataset.theme);
    document.dispatchEvent(new Event('andon:theme'));
  });

  // Palette: pages of the rail first, then what the server finds.
  const palette = document.createElement('dialog');
  palette.className = 'palette'; palette.setAttribute('aria-label', 'Search or jump');
  palette.innerHTML = '<input role="combobox" aria-expanded="true" aria-controls="palette-list" aria-autocomplete="list" aria-label="Search or jump" placeholder="Jump to a page, trace id, work item or dimension" autocomplete="off"><ul id="palette-list" role="listbox" aria-label="Results"></ul>';
  document.body.append(palette);
  const field = $('input', palette), list = $('#palette-list', palette);
  const pages = Object.entries(go).map(([k, a]) => ({ title: $('span', a).textContent, note: 'page', href: a.getAttribute('href'), key: 'g ' + k }));
  let sel = 0, items = [], found = [], asked = 0;
  const element = (tag, text, parent) => { const e = document.createElement(tag); e.textContent = text; parent.append(e); return e; };
  const draw = () => {
    const text = field.value.trim().toLowerCase();
    items = [...pages.filter(p => p.title.toLowerCase().includes(text)), ...found];
    sel = Math.min(sel, Math.max(0, items.length - 1));
    list.replaceChildren(...items.map((item, n) => {
      const li = document.createElement('li'); li.id = 'p' + n; li.setAttribute('role', 'option'); li.setAttribute('aria-selected', n === sel); li.dataset.n = n;
      element('span', item.title, li); element('small', item.note, li); if (item.key) element('kbd', item.key, element('small', '', li));
      return li;
    }));
    if (!items.length) element('small', 'Nothing of that name. Enter searches the traces for it.', list.appendChild(Object.assign(document.createElement('li'), { role: 'option' })));
    field.setAttribute('aria-activedescendant', items.length ? 'p' + sel : '');
    $('#p' + sel, list)?.scrollIntoView({ block: 'nearest' });
  };
  const ask = () => {
    const mine = ++asked, text = field.value.trim();
    if (text.length < 2) { found = []; return draw(); }
    setTimeout(() => mine === asked && fetch('/search?as=json&q=' + encodeURIComponent(text)).then(r => r.ok ? r.json() : []).then(r => { if (mine === asked) { found = r; draw(); } }).catch(() => {}), 120);
  };
  const open = () => location.href = items[sel]?.href ?? '/traces?range=7d&q=' + encodeURIComponent(field.value.trim());
  field.oninput = () => { sel = 0; draw(); ask(); };
  field.onkeydown = e => {
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') { e.preventDefault(); if (items.length) sel = (sel + (e.key === 'ArrowDown' ? 1 : -1) + items.length) % items.length; draw(); }
    if (e.key === 'Enter') { e.preventDefault(); open(); }
  };
  list.onclick = e => { const li = e.target.closest('li[data-n]'); if (li) { sel = +li.dataset.n; open(); } };
  const openPalette = () => { field.value = ''; sel = 0; found = []; draw(); palette.showModal(); };
  $$('[data-palette]').forEach(b => b.onclick = openPalette);
  palette.onclick = e => e.target === palette && palette.close();

  // Dialogs by attribute; focus returns by itself.
  $$('[data-dialog]').forEach(b => b.onclick = e => { e.preventDefault(); document.getElementById(b.dataset.dialog).showModal(); });
  $$('[data-close]').forEach(b => b.onclick = () => b.closest('dialog').close());
  const off = $('[data-keys-off]');
  if (off) { off.checked = store.get('keys') === 'off'; off.onchange = () => store.set('keys', off.checked ? 'off' : 'on'); }

  // Copying a link says so.
  const copy = link => navigator.clipboard?.writeText(link).then(() => say('Link copied.'), () => say('The browser did not allow copying.'));
  document.addEventListener('click', e => {
    const link = e.target.closest('[data-copy]');
    if (link) { e.preventDefault(); copy(link.href); }
    $$('details.menu[open]').forEach(d => d.contains(e.target) || (d.open = false));
  });

  // A fragment that could not be read says so in its place, with a way on; where it would stand in a row of others, what was there stays.
  const failed = (e, words) => {
    const d = e.detail, place = d.target?.matches('.more-rows') ? $('td', d.target) : d.target?.matches('.detail') ? d.target : null;
    if (!place) return say(words);
    const id = /urn:andon:error:([0-9a-f]+)/.exec(d.xhr?.responseText ?? '')?.[1], box = document.createElement('div'), again = document.createElement('button');
    box.className = 'empty failed-part'; box.setAttribute('role', 'alert');
    element('h3', words, box); if (id) element('small', 'Request ' + id, box);
    again.type = 'button'; again.className = 'button small'; again.textContent = 'Try again'; box.append(again);
    again.onclick = () => htmx.ajax('GET', d.pathInfo.requestPath, { target: d.target, swap: d.target.matches('.detail') ? 'innerHTML' : 'outerHTML' });
    place.replaceChildren(box);
  };
  document.addEventListener('htmx:responseError', e => failed(e, 'This part could not be read'));
  document.addEventListener('htmx:sendError', e => failed(e, 'The server is out of reach'));

  let lead = 0;
  addEventListener('keydown', e => {
    if ((e.metaKey || e.ctrlKey) && e.key === 'k') { e.preventDefault(); return openPalette(); }
    if (e.key === 'Escape') $$('details.menu[open]').forEach(d => { d.open = false; $('summary', d).focus(); });
    if (e.metaKey || e.ctrlKey || e.altKey || e.target.closest('input:not([type=checkbox]), textarea, select, dialog') || store.get('keys') === 'off') return;
    if (Date.now() - lead < 1200 && go[e.key]) { lead = 0; return void (location.href = go[e.key].href); }
    lead = 0;
    const button = $(`[data-key="${CSS.escape(e.key)}"]`);
    if (e.key === 'g') lead = Date.now();
    else if (e.key === 'j') move(1);
    else if (e.key === 'k') move(-1);
    else if (e.key === 'x') ($('[data-row].at') || document.activeElement.closest('[data-row]'))?.querySelector('input[data-pick]')?.click();
    else if (e.key === 'Enter' && document.activeElement?.matches('[data-row]:not(.waterfall tr)')) $('a', document.activeElement)?.click();
    else if (e.key === '/') { e.preventDefault(); ($('[data-filter]') || { focus: openPalette }).focus(); }
    else if (button) { e.preventDefault(); button.click(); }
    else if (e.key === 'y') copy($('[data-row].at a')?.href ?? location.href);
  });
  return { say };
})();
