// Turns each select of schools into a text box that filters as one types (the combobox pattern of ARIA 1.2). The select stays in the form,
// hidden, and holds what is sent; the box takes its id, so that the label, the hint and a link from the error summary lead to the box.

const shown = 40
const plain = (text) =>
  text
    .normalize('NFD')
    .replace(/\p{M}|['’‘.]/gu, '')
    .toLowerCase()
const searchable = (text) => ` ${plain(text)} ${plain(text).replace(/\bst\b/g, 'saint')}`.replace(/[(,-]/g, ' ')

const element = (name, attributes, parent) => {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  parent.append(made)
  return made
}

const enhance = (box) => {
  const select = box.querySelector('select')
  if (!select || box.dataset.enhanced) return
  box.dataset.enhanced = 'yes'
  const { id } = select
  const choices = [...select.options]
    .filter((o) => o.value)
    .map((o) => ({ value: o.value, text: o.text, words: searchable(`${o.text} ${o.dataset.also ?? ''}`) }))
  const textOf = (value) => choices.find((choice) => choice.value === value)?.text ?? ''

  const frame = element('div', { class: 'muster-combobox' }, select.parentElement)
  const input = element('input', { class: 'govuk-input', type: 'text', autocomplete: 'off', spellcheck: 'false', role: 'combobox' }, frame)
  const list = element('ul', { class: 'muster-combobox__list', id: `${id}-list`, role: 'listbox', 'aria-label': 'Schools' }, frame)
  const said = element('div', { class: 'govuk-visually-hidden', role: 'status' }, frame)
  if (select.classList.contains('govuk-select--error')) input.classList.add('govuk-input--error')
  const description = select.getAttribute('aria-describedby')
  if (description) input.setAttribute('aria-describedby', description)
  for (const [key, value] of Object.entries({ autocomplete: 'list', controls: list.id, expanded: 'false' }))
    input.setAttribute(`aria-${key}`, value)
  list.hidden = true
  select.hidden = true
  select.id = `${id}-sent`
  input.id = id
  input.value = textOf(select.value)

  let found = []
  let active = -1

  const matching = () => {
    if (input.value === textOf(select.value)) return choices
    const words = plain(input.value)
      .split(/[\s,()-]+/)
      .filter(Boolean)
    const begins = (choice) => words.every((word) => choice.words.includes(` ${word}`))
    const holds = choices.filter((choice) => words.every((word) => choice.words.includes(word)))
    return [...holds.filter(begins), ...holds.filter((choice) => !begins(choice))]
  }
  const highlight = (index) => {
    active = index
    for (const [at, item] of [...list.children].entries()) item.setAttribute('aria-selected', String(at === index))
    if (index < 0) return input.removeAttribute('aria-activedescendant')
    input.setAttribute('aria-activedescendant', `${id}-option-${index}`)
    list.children[index]?.scrollIntoView({ block: 'nearest' })
  }
  const close = () => {
    list.hidden = true
    input.setAttribute('aria-expanded', 'false')
    highlight(-1)
  }
  const open = () => {
    const all = matching()
    found = all.slice(0, shown)
    list.replaceChildren()
    for (const [at, choice] of found.entries()) {
      element('li', { id: `${id}-option-${at}`, role: 'option', 'aria-selected': 'false' }, list).textContent = choice.text
    }
    active = -1
    input.removeAttribute('aria-activedescendant')
    list.hidden = found.length === 0
    input.setAttribute('aria-expanded', String(found.length > 0))
    said.textContent =
      all.length === 0
        ? 'No school matches'
        : `${all.length} ${all.length === 1 ? 'school matches' : 'schools match'}${all.length > shown ? `, the first ${shown} are listed: type more to narrow` : ''}`
  }
  const choose = (choice) => {
    const changed = select.value !== (choice?.value ?? '')
    select.value = choice?.value ?? ''
    if (choice) input.value = choice.text
    if (changed) select.dispatchEvent(new Event('change', { bubbles: true }))
  }
  /** What was typed counts only when it can mean one school. */
  const settle = () => {
    const typed = input.value.trim()
    if (typed === '') return choose(undefined)
    if (typed === textOf(select.value)) return
    const exact = choices.filter((choice) => plain(choice.text) === plain(typed))
    const candidates = exact.length > 0 ? exact : matching()
    choose(candidates.length === 1 ? candidates[0] : undefined)
  }

  input.addEventListener('input', open)
  input.addEventListener('click', open)
  input.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      if (list.hidden) open()
      if (found.length > 0) highlight(active < 0 ? (step > 0 ? 0 : found.length - 1) : (active + step + found.length) % found.length)
    } else if (event.key === 'Enter' && !list.hidden) {
      event.preventDefault()
      if (active >= 0) choose(found[active])
      else settle()
      close()
    } else if (event.key === 'Escape') {
      if (list.hidden) {
        input.value = ''
        choose(undefined)
      }
      close()
    }
  })
  // mousedown, so that the box keeps the focus and does not settle first
  list.addEventListener('mousedown', (event) => {
    event.preventDefault()
    const at = [...list.children].indexOf(event.target.closest('li'))
    if (at < 0) return
    choose(found[at])
    close()
  })
  input.addEventListener('blur', () => {
    settle()
    close()
  })
  // Enter in a form, or the browser's own submit, before the box has lost the focus
  select.form?.addEventListener('submit', settle)
}

for (const box of document.querySelectorAll('[data-school-select]')) enhance(box)
