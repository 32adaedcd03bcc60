// Shouwang import: goes on with the next part of a table, until nothing is left or the person leaves.
document.querySelector('[data-next]')?.click();
