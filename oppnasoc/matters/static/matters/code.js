// A QR code leads to /min-kod/#CODE. What stands behind # is never sent to the server: it is put
// into the field, and taken out of the address and the history.
"use strict";
(() => {
  const typed = decodeURIComponent(location.hash.slice(1));
  const field = document.querySelector("#code input[name=code]");
  if (!field || !/^[0-9A-Za-z -]{10,14}$/.test(typed)) return;
  history.replaceState(null, "", location.pathname);
  field.value = typed;
})();
