// Passkeys: the only forms that need a script. Each asks the site what to ask the device, asks the device, and sends its answer as a form.

const WAYS = {
  create: { read: "parseCreationOptionsFromJSON", ask: (publicKey) => navigator.credentials.create({ publicKey }) },
  get: { read: "parseRequestOptionsFromJSON", ask: (publicKey) => navigator.credentials.get({ publicKey }) },
};
const WORDS = {
  NotAllowedError: "没有完成：取消了，或等得太久。可以再试一次。",
  InvalidStateError: "这台设备已经添加过了。",
  SecurityError: "浏览器不允许在这个网址用通行密钥。",
  429: "试得太多，请过一分钟再试。",
  403: "页面打开太久，或登录状态变了。请刷新页面再试。",
};

async function prove(form, way) {
  const says = form.querySelector("[data-passkey-says]");
  const button = form.querySelector("button");
  button.disabled = true;
  says.hidden = true;
  try {
    const answer = await fetch(form.dataset.begin, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (!answer.ok) throw Object.assign(new Error(), { name: String(answer.status) });
    const credential = await way.ask(PublicKeyCredential[way.read](await answer.json()));
    form.elements.credential.value = JSON.stringify(credential);
    form.submit();
  } catch (error) {
    says.textContent = WORDS[error.name] || "没有成功，请刷新页面再试，或用别的方式。";
    says.hidden = false;
  } finally {
    button.disabled = false;
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const way = WAYS[form.dataset.passkey];
  if (!window.PublicKeyCredential || !PublicKeyCredential[way.read]) continue;
  form.hidden = false;
  for (const note of document.querySelectorAll("[data-without-passkeys]")) note.hidden = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    prove(form, way);
  });
}
