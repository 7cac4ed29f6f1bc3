// A receipt's square code opens this page with the code behind "#", a part of the address that browsers never send.
// The code is typed in for the reader and taken off the address, so that no history or shared link holds it.
const field = document.querySelector("input[name=code]");
const code = location.hash.slice(1);

if (field && /^[0-9a-z]{4}(-?[0-9a-z]{4}){3}$/i.test(code)) {
  field.value = code.toUpperCase();
  history.replaceState(null, "", location.pathname + location.search);
  field.form.querySelector("[type=submit]").focus();
}
