// Buttons that copy a field; without the script the text is marked and copied by hand.
for (const button of document.querySelectorAll("[data-copies]")) {
  button.hidden = false;
  const usual = [...button.childNodes];
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copies);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy");
    }
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.replaceChildren(...usual); }, 2000);
  });
}
