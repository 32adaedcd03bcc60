// Shouwang on the phone: what is written of an attempt stays on the telephone until the server has it, and counts once.
(() => {
  'use strict';
  const doc = document, form = doc.querySelector('form[data-draft]'), line = doc.querySelector('[data-line]');
  if (!form || !line) return;
  const place = 'draft ' + form.dataset.draft, hours = 24, pause = 4000;
  const apart = new Set(['token', 'do']);
  const say = what => { line.hidden = !what; line.textContent = what ? line.dataset[what] : ''; };
  const forget = () => localStorage.removeItem(place);
  const read = () => {
    const kept = JSON.parse(localStorage.getItem(place) || 'null');
    return kept && Date.now() - kept.at < hours * 3600e3 ? kept : null;
  };
  // The key of the form goes along once it was sent: whatever arrived already does not count again.
  const keep = isSent => {
    const values = [...new FormData(form)].filter(([name]) => !apart.has(name) && (isSent || name !== 'key'));
    localStorage.setItem(place, JSON.stringify({ at: Date.now(), isSent, values }));
  };
  const restore = ({ values }) => {
    for (const el of form.elements) if (el.type === 'checkbox') el.checked = false;
    for (const [name, value] of values) {
      const el = form.elements[name];
      if (el && el.type === 'checkbox') el.checked = true; else if (el) el.value = value;
    }
  };
  const two = number => String(number).padStart(2, '0');
  const now = () => {
    const at = new Date(Date.now() + 8 * 3600e3);
    return `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
  };

  let button = null, waiting = null;
  const later = () => { say('kept'); clearTimeout(waiting); waiting = setTimeout(send, pause); };
  const send = async () => {
    clearTimeout(waiting);
    say('sending');
    const body = new URLSearchParams(new FormData(form));
    if (button) body.set(button.name, button.value);
    let answer;
    try { answer = await fetch(form.action, { method: 'POST', body }); } catch { return later(); }
    if (answer.status >= 500 || answer.status === 429) return later();
    if (answer.redirected && new URL(answer.url).pathname === new URL(form.action).pathname) {
      forget();
      return location.assign(answer.url);
    }
    if (answer.redirected) return location.assign(answer.url);
    // Something is wrong with it: the server's own page says what.
    forget();
    if (button) form.append(Object.assign(doc.createElement('input'), { type: 'hidden', name: button.name, value: button.value }));
    form.submit();
  };

  form.addEventListener('input', () => keep(false));
  form.addEventListener('submit', e => {
    e.preventDefault();
    button = e.submitter;
    if (!form.elements.time.value) form.elements.time.value = now();
    keep(true);
    send();
  });
  addEventListener('online', () => { if (read()?.isSent) send(); });
  const kept = read();
  if (!kept) return forget();
  restore(kept);
  button = form.querySelector('button[name=do]');
  if (kept.isSent) send(); else say('restored');
})();
