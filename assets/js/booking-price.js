// Says the price beside each person, and the sum, as one types: the form's own answer, computed where the booking is.

const pause = 400
const form = document.getElementById('booking')

/** What a price hangs on: how many come, and how. */
const asked = () => {
  const people = [...form.querySelectorAll('input[name^="name-"]')].map(({ value }) => value.trim() !== '')
  const ways = [...form.querySelectorAll('input[name^="attendance-"]:checked')].map(({ name, value }) => name + value)
  return JSON.stringify([people, ways, form.elements.places?.value, form.elements.online?.value])
}

let said = asked()
let timer
let asking

const ask = async () => {
  const now = asked()
  if (now === said) return
  said = now
  asking?.abort()
  asking = new AbortController()
  const body = new FormData(form)
  body.set('action', 'edit')
  try {
    const answer = await fetch(form.getAttribute('action'), {
      method: 'POST',
      headers: { 'muster-while-typing': 'yes' },
      body,
      signal: asking.signal,
    })
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const [prices, answered] = [document, page].map((of) => [...of.querySelectorAll('#booking .muster-price, #booking .muster-sum strong')])
    if (answer.ok && !answer.redirected && prices.length === answered.length)
      for (const [index, price] of prices.entries()) price.textContent = answered[index].textContent
  } catch {
    // Without a connection the price stays as it was; the page to check says it anew.
  }
}

form.addEventListener('input', () => {
  clearTimeout(timer)
  timer = setTimeout(ask, pause)
})
