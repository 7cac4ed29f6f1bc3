// Says in words what allauth's scripts write only to the console: that a passkey did not work, and why.
const note = document.getElementById("passkey_problem");
const button = document.querySelector("#passkey_add, #passkey_login, #passkey_confirm");
const named = window.PublicKeyCredential && !/^[\d.]+$|^\[/.test(location.hostname);

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  (button.closest(".btns") ?? button).after(note);
  note.replaceChildren(note.dataset[named ? "device" : "place"]);
  note.hidden = false;
});
