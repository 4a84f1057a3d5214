// Searches as one types: asks for the same page with what the form holds now, and shows its results in place. The form works without it.

const form = document.querySelector('form[data-live-search]')
const results = form && document.getElementById(form.dataset.liveSearch)
const status = document.querySelector('[data-live-count]')
let waiting
let asked = 0

const search = async () => {
  const filled = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ''))
  const address = `${form.action.split('?')[0]}?${filled}`
  asked += 1
  const mine = asked
  try {
    const response = await fetch(address, { headers: { accept: 'text/html' } })
    // Signed out meanwhile, or an answer that a later one has overtaken
    if (!response.ok || response.redirected || mine !== asked) return
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    const found = page.getElementById(results.id)
    if (!found) return
    results.replaceChildren(...found.childNodes)
    status.textContent = results.querySelector('[data-count]')?.textContent ?? ''
    history.replaceState(null, '', address)
  } catch {
    // Offline: the button still works
  }
}

if (form && results && status) {
  form.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(search, 250)
  })
}
