// Lists the schools that match as one types in a field of a school (the combobox pattern of ARIA 1.2). What is picked goes into the form as if it
// had been found with the button and picked there; what is typed and not picked is found by the server when the form is sent.

const pause = 200

const element = (name, attributes, parent) => {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  parent.append(made)
  return made
}

const enhance = (box) => {
  const input = box.querySelector('input[name$="-words"]')
  if (!input || box.dataset.enhanced) return
  box.dataset.enhanced = 'yes'
  const { id } = input
  const seen = box.querySelector(`[name="${id}-seen"]`)
  const button = box.querySelector('button[name="find"]')
  const frame = element('div', { class: 'muster-combobox' }, box)
  input.before(frame)
  frame.append(input)
  const list = element('ul', { class: 'muster-combobox__list', id: `${id}-list`, role: 'listbox', 'aria-label': 'Schools' }, frame)
  const said = element('div', { class: 'govuk-visually-hidden', role: 'status' }, frame)
  const roles = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': list.id, 'aria-expanded': 'false' }
  for (const [key, value] of Object.entries(roles)) input.setAttribute(key, value)
  list.hidden = true

  /** What was picked stands in the box, and its id is all that is sent. */
  const take = ({ id: value, text }) => {
    for (const old of box.querySelectorAll(`[data-school-options], input[type="hidden"][name="${id}"]`)) old.remove()
    element('input', { type: 'hidden', name: id, value }, box)
    input.value = text
    seen.value = text
    button.hidden = true
  }
  const radios = box.querySelectorAll('input[type="radio"]')
  const picked = [...radios].find((radio) => radio.checked)
  // Of several that the server found one is picked there.
  if (radios.length <= 2) take({ id: picked?.value ?? '', text: picked?.value ? picked.labels[0].textContent : input.value })

  let found = []
  let active = -1
  let asking
  let timer

  const highlight = (index) => {
    active = index
    for (const [at, item] of [...list.children].entries()) item.setAttribute('aria-selected', String(at === index))
    if (index < 0) return input.removeAttribute('aria-activedescendant')
    input.setAttribute('aria-activedescendant', `${id}-found-${index}`)
    list.children[index]?.scrollIntoView({ block: 'nearest' })
  }
  const close = () => {
    list.hidden = true
    input.setAttribute('aria-expanded', 'false')
    highlight(-1)
  }
  const show = ({ schools, more }) => {
    found = schools
    list.replaceChildren()
    for (const [at, { text }] of found.entries())
      element('li', { id: `${id}-found-${at}`, role: 'option', 'aria-selected': 'false' }, list).textContent = text
    highlight(-1)
    list.hidden = found.length === 0
    input.setAttribute('aria-expanded', String(found.length > 0))
    said.textContent =
      found.length === 0
        ? 'No school matches'
        : more
          ? `The first ${found.length} schools that match are listed: type more to narrow`
          : `${found.length} ${found.length === 1 ? 'school matches' : 'schools match'}`
  }
  const look = async () => {
    asking?.abort()
    const words = input.value.trim()
    if (words.length < 2) return close()
    asking = new AbortController()
    try {
      const answer = await fetch(`/schools/found?words=${encodeURIComponent(words)}`, { signal: asking.signal })
      if (!answer.ok) throw new Error(String(answer.status))
      show(await answer.json())
    } catch (error) {
      if (error.name !== 'AbortError') button.hidden = false
    }
  }

  input.addEventListener('input', () => {
    // What stood in the box is not meant any more.
    const sent = box.querySelector(`input[type="hidden"][name="${id}"]`)
    if (sent) sent.value = ''
    clearTimeout(timer)
    timer = setTimeout(look, pause)
  })
  input.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && !list.hidden) {
      event.preventDefault()
      highlight(active < 0 ? (step > 0 ? 0 : found.length - 1) : (active + step + found.length) % found.length)
    } else if (event.key === 'Enter' && !list.hidden) {
      event.preventDefault()
      if (active >= 0 || found.length === 1) take(found[Math.max(0, active)])
      close()
    } else if (event.key === 'Escape') close()
  })
  // mousedown, so that the box keeps the focus
  list.addEventListener('mousedown', (event) => {
    event.preventDefault()
    const at = [...list.children].indexOf(event.target.closest('li'))
    if (at < 0) return
    take(found[at])
    close()
  })
  input.addEventListener('blur', close)
}

for (const box of document.querySelectorAll('[data-school-find]')) enhance(box)
