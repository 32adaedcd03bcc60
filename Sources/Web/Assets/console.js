// Shouwang console: live fragments, ticking clocks, keys, the fund-flow picture and forms.
// Pages declare what they need in attributes; without this script their links and forms still work.
(() => {
  'use strict';
  const doc = document, body = doc.body, root = doc.documentElement;
  const $ = (selector, from = doc) => from.querySelector(selector);
  const $$ = (selector, from = doc) => [...from.querySelectorAll(selector)];
  const byID = id => doc.getElementById(id);
  const inField = el => el?.matches('input:not([type=checkbox]):not([type=radio]),textarea,select,[contenteditable]');
  const say = (name, value) => (body.dataset['words' + name] || '').replace('{0}', value);
  root.classList.add('js');

  // --- fragments
  // The element with focus, or the row under the cursor, is never taken away or overwritten while it is edited.
  const noteOn = (el, text) => { (el.matches('tr') ? $('th,td', el) : el).dataset.note = text; };

  function put({ id, html, group }, flash) {
    const old = byID(id), active = doc.activeElement;
    const fresh = Object.assign(doc.createElement('template'), { innerHTML: html }).content.firstElementChild;
    if (!old) {
      const into = fresh && group && byID(group);
      if (into) { const head = $('.grp', into); head ? head.after(fresh) : into.prepend(fresh); mark(fresh, flash); }
      return;
    }
    const holdsFocus = old.contains(active), isCursor = old.classList.contains('sel');
    if (!fresh) return holdsFocus || isCursor ? noteOn(old, say('Gone')) : old.remove();
    if (holdsFocus && inField(active)) return flash && noteOn(old, say('Changed'));
    if (still(old) === still(fresh)) return;
    const place = holdsFocus ? $$('a,button,input,[tabindex]', old).indexOf(active) : -1;
    if (isCursor) fresh.classList.add('sel');
    old.replaceWith(fresh);
    if (id === 'order') compare(fresh.dataset.order.split(' '));
    if (holdsFocus) ($$('a,button,input,[tabindex]', fresh)[place] || fresh).focus({ preventScroll: true });
    mark(fresh, flash);
  }
  // An element as it would be without its clocks, marks of the cursor and tab stops: what ticks is no change.
  const still = el => (el = el.cloneNode(true), $$(Object.keys(words).map(key => `[data-${key}]`), el).forEach(clock => clock.textContent = ''),
    $$('[data-fill],.ring,[role=status],time', el).forEach(one => one.remove()), el.outerHTML.replace(/ (class|tabindex|aria-label)="[^"]*"/g, ''));
  // Rows stay where they are; a bar counts those that the server's order has elsewhere, or that are not here yet.
  function compare(order) {
    const ids = $$('tbody[id],tr[data-row]').map(el => el.id), at = ids.map(id => order.indexOf(id)), runs = [], bar = $('#shift');
    at.forEach(a => runs.push(a < 0 ? 0 : 1 + Math.max(0, ...runs.filter((_, i) => at[i] < a))));
    const moved = new Set([...ids, ...order]).size - Math.max(0, ...runs);
    bar.hidden = !moved;
    $('span', bar).textContent = bar.dataset.words.replace('{0}', moved);
  }
  function mark(el, flash) {
    tick();
    $$('.pic').forEach(pic => rove(pic));
    if (!flash) return;
    el.classList.add('new');
    setTimeout(() => el.classList.remove('new'), 2000);
  }

  // --- the live mark
  let lostAt = 0, drift = 0, retry = 1000;
  const now = () => Date.now() + drift, live = $('#live'), liveText = live && $('span', live), liveWords = liveText?.textContent;

  function connect() {
    const stream = new EventSource(body.dataset.stream);
    stream.onopen = () => { lostAt = 0; retry = 1000; tick(); };
    stream.addEventListener('time', e => { drift = e.data - Date.now(); });
    stream.addEventListener('fragment', e => put(JSON.parse(e.data), true));
    stream.onerror = () => {
      lostAt = lostAt || Date.now();
      tick();
      if (stream.readyState === EventSource.CLOSED) setTimeout(connect, retry = Math.min(retry * 2, 30000));
    };
    addEventListener('pagehide', () => stream.close(), { once: true });
  }

  // --- clocks: one timer
  const two = n => String(n).padStart(2, '0');
  const watch = s => (s >= 3600 ? Math.floor(s / 3600) + ':' + two(Math.floor(s / 60) % 60) : Math.floor(s / 60)) + ':' + two(s % 60);
  const count = s => s < 86400 ? watch(s) : say('Hours', Math.floor(s / 3600));
  const words = { up: el => since(el, 'up'), down: el => until(el, 'down', watch), term: termOf, left: el => until(el, 'left', leftOf) };
  const since = (el, key) => {
    const at = now();
    if (at >= el.dataset.warn) el.classList.add('warn');
    return count(Math.max(0, Math.floor((at - el.dataset[key]) / 1000)));
  };
  const until = (el, key, form) => {
    const s = Math.ceil((el.dataset[key] - now()) / 1000);
    if (s > 0) return form(s);
    if (el.dataset.past) { el.parentNode.textContent = el.dataset.past; return null; }
    return say('Over');
  };
  const leftOf = s => s >= 3600 ? say('Left', Math.floor(s / 3600)) : watch(s);
  function termOf(el) {
    return until(el, 'term', s => {
      el.classList.toggle('danger', s <= 3600);
      el.classList.toggle('warn', s > 3600 && s <= 43200);
      const m = Math.floor(s / 60), minutes = say('Minutes', m < 60 ? m : two(m % 60));
      return m < 60 ? minutes : say('Hours', Math.floor(m / 60)) + ' ' + minutes;
    });
  }
  function tick() {
    for (const key in words) for (const el of $$(`[data-${key}]`)) {
      const text = words[key](el);
      if (text != null && el.textContent !== text) el.textContent = text;
    }
    for (const el of $$('[data-fill]')) {
      const width = el.ownerSVGElement.viewBox.baseVal.width;
      el.setAttribute('d', 'M0 7H' + (width * Math.min(1, Math.max(0, (now() - el.dataset.fill) / 18e5))).toFixed(1));
    }
    const clock = $('[data-now]');
    if (clock) clock.textContent = new Date(now() + 288e5).toISOString().slice(11, 19);
    if (!liveText) return;
    live.classList.toggle('lost', lostAt > 0);
    liveText.textContent = lostAt ? say('Lost', watch(Math.floor((Date.now() - lostAt) / 1000))) : liveWords;
  }

  // --- keys
  let singleKeys = true;
  try { singleKeys = localStorage.getItem('single-keys') !== 'off'; } catch { /* no storage: keys stay on */ }
  const nameOf = e => (e.ctrlKey || e.metaKey ? 'Ctrl+' : '') + (e.altKey ? 'Alt+' : '') +
    (e.altKey && /^Key/.test(e.code) ? e.code.slice(3).toLowerCase() : e.key.length === 1 ? e.key.toLowerCase() : e.key);
  const shown = el => el.getClientRects().length > 0 && !el.disabled;

  function press(el) {
    if (el.matches('svg')) return ($('a[tabindex="0"]', el) || $('a', el)).focus();
    if (inField(el)) { el.focus(); return el.select?.(); }
    el.click();
  }
  function onKey(e) {
    if (e.defaultPrevented || e.isComposing) return;
    const key = nameOf(e), plain = !/^(Ctrl|Alt)\+|^F\d|^Escape$/.test(key), field = inField(e.target), form = e.target.closest('form');
    if (field && key === 'Enter' && form?.matches('[data-submit]') && !e.target.matches('textarea')) return e.preventDefault();
    if (field && key === 'Ctrl+z' || plain && key.length > 1 && !/^(Home|End|Arrow)/.test(key)) return;
    if (plain && (field || !singleKeys && key !== '?' && key.length === 1)) return;
    if (!field && e.target.closest('.pic') && walkPicture(e, key)) return e.preventDefault();
    if (plain && (key === 'j' || key === 'k') && walkRows(key === 'j' ? 1 : -1)) return e.preventDefault();
    const scope = $('dialog[open]') || doc, all = $$('[data-key]', scope).filter(el => el.dataset.key === key && shown(el));
    const target = all.find(el => form && el.form === form) || all[0];
    if (target) { e.preventDefault(); return press(target); }
    if (key === 'Ctrl+Enter') {
      const submit = form?.matches('[data-submit]') ? form : $('form[data-submit]');
      if (submit) { e.preventDefault(); submit.requestSubmit(); }
    }
  }

  // --- rows
  function select(row) {
    $$('.sel').forEach(el => el.classList.remove('sel'));
    row?.classList.add('sel');
  }
  function walkRows(step) {
    const rows = $$('[data-row]').filter(el => !el.closest('.pic') && shown(el));
    if (!rows.length) return false;
    const at = rows.findIndex(el => el.classList.contains('sel'));
    const row = rows[at < 0 ? 0 : at + step] || rows[at];
    select(row);
    ($('a,button,input', row) || row).focus();
    return true;
  }

  // --- the fund-flow picture: one tab stop, arrows lead from card to card
  const cards = pic => $$('a', pic);
  const far = (pic, side, other, id) => byID($(`[data-${side}="${id}"]`, pic)?.dataset[other]);
  function walkPicture(e, key) {
    const pic = e.target.closest('.pic'), all = cards(pic), card = e.target.closest('a') || all[0], at = all.indexOf(card);
    const peers = $$('a', card.parentNode), row = peers.indexOf(card), acting = all.filter(el => 'act' in el.dataset);
    if (key === 'g' && 'fold' in card.dataset || key === 'w' || key === 'o') { location.assign(card.href.baseVal); return true; }
    const next = {
      ArrowRight: () => far(pic, 'f', 't', card.id), ArrowLeft: () => far(pic, 't', 'f', card.id),
      ArrowUp: () => peers[row - 1], ArrowDown: () => peers[row + 1], Home: () => all[0],
      End: () => acting.find(el => all.indexOf(el) > at) || acting[0],
    }[key];
    if (!next) return false;
    next()?.focus();
    return true;
  }
  const rove = (pic, at) => cards(pic).forEach((el, i) => el.setAttribute('tabindex', el === at || !at && i === 0 ? 0 : -1));
  function onCard(card) {
    const pic = card.closest('.pic'), strip = $('[role=status]', pic.closest('figure') || pic), ring = $('.ring', pic), box = $('rect', card);
    rove(pic, card);
    const [x, y] = card.getAttribute('transform').match(/[\d.]+/g).map(Number), size = name => +box.getAttribute(name) + 8;
    Object.entries({ x: x - 4, y: y - 4, width: size('width'), height: size('height') }).forEach(pair => ring.setAttribute(...pair));
    const ribbons = $$('.ribs g', pic), arriving = ribbons.filter(el => el.dataset.t === card.id);
    ribbons.forEach(el => el.classList.toggle('lit', [el.dataset.t, el.dataset.f].includes(card.id)));
    if (card.dataset.row) select(byID(card.dataset.row));
    if (!strip) return;
    const piece = (name, text) => Object.assign(doc.createElement(name), { textContent: text });
    const name = el => [...$('text', el).childNodes].slice(0, 2).map(node => node.textContent).join('').trim();
    const from = arriving.slice(0, 3).map(el => $('title', el).textContent + ' ← ' + name(byID(el.dataset.f)));
    const own = $$('tspan:not(.nm)', card).map(el => el.textContent);
    const parts = [card.parentNode.getAttribute('aria-label').split(' · ')[0], ...own, card.dataset.say, ...from].filter(Boolean);
    strip.replaceChildren(piece('b', name(card)), ...parts.map(text => piece('span', text)));
  }

  // --- forms
  const dirty = new Set(), timers = new WeakMap(), turns = new Map();
  const entries = form => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === 'string'));
  // Posts a form as it stands and puts the fragments of the answer; an answer overtaken by a later one is dropped.
  // Tells whether it was taken.
  async function send(form, address) {
    const turn = (turns.get(address) || 0) + 1;
    turns.set(address, turn);
    try {
      const answer = await fetch(address, { method: 'POST', body: entries(form), headers: { Accept: 'application/json' } });
      const fragments = await answer.json();
      if (turns.get(address) === turn) fragments.forEach(fragment => put(fragment));
      return answer.ok;
    } catch { /* undefined: nothing came, or no fragments */ }
  }
  function changed(form) {
    if (!form.matches('[data-submit],[data-check],[data-draft]')) return;
    dirty.add(form);
    clearTimeout(timers.get(form));
    if (form.dataset.check) timers.set(form, setTimeout(send, 300, form, form.dataset.check));
  }
  setInterval(() => dirty.forEach(async form => {
    if (!form.dataset.draft) return;
    dirty.delete(form);
    const kept = await send(form, form.dataset.draft), line = $('#draft');
    if (!kept) dirty.add(form);
    if (kept == null) line.textContent = line.dataset.failed;
  }), 5000);

  function addItem(button) {
    const list = byID(button.dataset.add), template = byID(button.dataset.add + '-row');
    const next = +(list.dataset.next || $$('[data-item]', list).length);
    list.dataset.next = next + 1;
    list.insertAdjacentHTML('beforeend', template.innerHTML.replaceAll('__n__', next).replaceAll('__m__', next + 1));
    $('input,select,textarea', list.lastElementChild)?.focus();
    changed(list.closest('form'));
  }

  // A button with data-seen opens only when every [data-line] of the page has been on the screen.
  function watchLines() {
    const buttons = $$('[data-seen]'), lines = new Set($$('[data-line]'));
    if (!buttons.length || !lines.size) return;
    const lock = on => buttons.forEach(el => { el.disabled = on; });
    lock(true);
    const eye = new IntersectionObserver(seen => {
      seen.forEach(one => one.isIntersecting && lines.delete(one.target));
      if (!lines.size) { lock(false); eye.disconnect(); }
    }, { threshold: 0.9 });
    lines.forEach(el => eye.observe(el));
  }
  const markOf = el => el?.dataset?.mark;
  const light = number => $$('mark').forEach(el => el.classList.toggle('cur', !!number && markOf(el) === number));

  // --- wiring
  doc.addEventListener('keydown', onKey);
  doc.addEventListener('focusin', e => {
    const card = e.target.closest('.pic a'), row = e.target.closest('[data-row]');
    if (card) onCard(card); else if (row) select(row);
    if (inField(e.target)) light(markOf(e.target));
  });
  ['input', 'change'].forEach(name => doc.addEventListener(name, e => e.target.form && changed(e.target.form)));
  doc.addEventListener('submit', e => {
    const form = e.target;
    if ('busy' in form.dataset) return e.preventDefault();
    form.dataset.busy = '';
    setTimeout(() => delete form.dataset.busy, 10000);
    dirty.delete(form);
  });
  doc.addEventListener('click', e => {
    const add = e.target.closest('[data-add]'), remove = e.target.closest('[data-remove]'), link = e.target.closest('a[href^="#"]');
    if (add) { e.preventDefault(); addItem(add); }
    if (remove) {
      const form = remove.form;
      remove.closest('[data-item]').remove();
      changed(form);
    }
    if (e.target.closest('[data-close]')) { e.preventDefault(); e.target.closest('dialog').close(); }
    const target = link && byID(link.hash.slice(1));
    if (target?.matches('dialog')) { e.preventDefault(); if (!target.open) target.showModal(); }
    const menu = $('details.menu[open]');
    if (menu && !menu.contains(e.target)) menu.open = false;
  });
  addEventListener('beforeunload', e => { if (dirty.size) e.preventDefault(); });
  addEventListener('pageshow', () => $$('form[data-busy]').forEach(form => delete form.dataset.busy));
  const choice = $('[data-single-keys]') || {};
  choice.checked = singleKeys;
  choice.onchange = () => {
    singleKeys = choice.checked;
    try { localStorage.setItem('single-keys', singleKeys ? 'on' : 'off'); } catch { /* this page only */ }
  };
  const served = $('[data-now]');
  if (served) drift = served.dataset.now - Date.now();
  $('.errors')?.focus();
  $$('.pic').forEach(pic => rove(pic));
  watchLines();
  tick();
  setInterval(tick, 1000);
  if (body.dataset.stream) connect();
})();
