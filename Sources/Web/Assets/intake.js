// Shouwang intake: reads a statement as it is pasted; F2 confirms the values that are in doubt, F4 shows a value's place.
(() => {
  'use strict';
  const doc = document, form = doc.getElementById('f'), story = form.elements.narrative, button = doc.querySelector('[data-read]');
  const fieldOf = box => doc.getElementById(box.dataset.for);
  const isChanged = el => el.options ? [...el.options].some(one => one.selected !== one.defaultSelected) : el.value !== el.defaultValue;
  const open = () => [...form.querySelectorAll('[name=confirmed]:not(:checked)')].filter(box => !isChanged(fieldOf(box)));
  const next = () => { const box = open()[0]; (box ? fieldOf(box) : doc.getElementById('go')).focus(); };

  // Signs that no form may hold, such as those that telephones put around copied numbers, are left out.
  const hidden = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffd]/g;
  story.addEventListener('paste', e => {
    const text = e.clipboardData.getData('text').replace(hidden, '');
    e.preventDefault();
    story.setRangeText(text, story.selectionStart, story.selectionEnd, 'end');
    story.dispatchEvent(new Event('input', { bubbles: true }));
    if (text.length >= 20) button.click();
  });
  doc.addEventListener('keydown', e => {
    if (e.altKey || e.ctrlKey || e.metaKey) return;
    if (e.key === 'F2') {
      e.preventDefault();
      const box = open().find(one => fieldOf(one) === doc.activeElement);
      if (box) box.click();
      next();
    }
    const place = e.key === 'F4' && doc.getElementById('m-' + doc.activeElement.dataset.mark);
    if (place) { e.preventDefault(); place.scrollIntoView({ block: 'center' }); }
  });
  if (doc.querySelector('[data-fresh]')) {
    story.dispatchEvent(new Event('change', { bubbles: true }));
    next();
  }
})();
