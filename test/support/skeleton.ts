// The skeletons of a page and of each of its parts: what axe judges, without the words. A script for the page itself, since what is drawn counts too.

/**
 * Answers a word for the page, and keeps in it `skeletons`: a word for each element, of what stands around and in it. They say tags, roles, classes,
 * states, styles and what these come to; whether a name or text is there, but not which, unless axe compares it; what a reference leads to; whether
 * an id is doubled, something scrolls, or what can be pressed is small and close to another. Of things in a row that are alike, two stand for all.
 */
export const skeletonOfPage = `(() => {
  const whole = new Set(['role', 'type', 'class', 'style', 'lang', 'dir', 'hidden', 'tabindex', 'scope', 'autocomplete', 'http-equiv', 'content', 'rel', 'colspan', 'rowspan', 'accesskey'])
  const leading = new Set(['for', 'list', 'form', 'headers', 'usemap', 'aria-labelledby', 'aria-describedby', 'aria-controls', 'aria-owns', 'aria-activedescendant', 'aria-errormessage'])
  const spoken = new Set(['title', 'alt', 'placeholder', 'value', 'label', 'summary', 'aria-label', 'aria-roledescription', 'aria-description'])
  const compared = 'nav, section, aside, form, header, footer, main, iframe, img, [role]'
  const ids = new Map()
  for (const { id } of document.querySelectorAll('[id]')) ids.set(id, (ids.get(id) ?? 0) + 1)
  const asked = new Map()
  for (const name of leading)
    for (const node of document.querySelectorAll('[' + name + ']'))
      for (const id of node.getAttribute(name).split(/\\s+/)) asked.set(id, [...(asked.get(id) ?? []), name])
  const led = (id, node) => {
    const to = document.getElementById(id)
    const text = to?.textContent.trim()
    return text === undefined ? '?' : node.matches(compared) ? text : (text === '' ? '' : '+') + (to.disabled ? 'disabled' : '')
  }
  const pressed = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
  const boxes = pressed.map((one) => one.getBoundingClientRect()).filter(({ width }) => width > 0)
  const crowded = (box) => boxes.some((other) => other.x !== box.x || other.y !== box.y
    ? Math.hypot(Math.max(other.left - box.x - box.width / 2, 0, box.x + box.width / 2 - other.right), Math.max(other.top - box.y - box.height / 2, 0, box.y + box.height / 2 - other.bottom)) < 24
    : false)
  const attribute = (node, name, value) => {
    if (name === 'id') return [ids.get(value) > 1 ? 'id twice' : 'id', ...(asked.get(value) ?? [])].join()
    if (name === 'href' && value.startsWith('#')) return 'href=#' + led(value.slice(1), node)
    if (leading.has(name)) return name + '=' + value.split(/\\s+/).map((id) => led(id, node))
    if (whole.has(name) || (spoken.has(name) ? node.matches(compared) : name.startsWith('aria-'))) return name + '=' + value
    return name + (spoken.has(name) && value.trim() ? '+' : '')
  }
  const about = (node) => {
    const said = [node.tagName, ...[...node.attributes].map(({ name, value }) => attribute(node, name, value))]
    if (node === document.activeElement) said.push('focused')
    if (node.value) said.push('filled')
    if (node.clientWidth > 0 && (node.scrollWidth > node.clientWidth || node.scrollHeight > node.clientHeight)) said.push('scrolls')
    if (pressed.includes(node)) {
      const box = node.getBoundingClientRect()
      if (box.width < 24 || box.height < 24) said.push(crowded(box) ? 'crowded' : 'small')
    }
    const { display, visibility, opacity, color, backgroundColor, backgroundImage, fontSize, fontWeight } = getComputedStyle(node)
    return [...said, display, visibility, opacity, color, backgroundColor, backgroundImage, fontSize, fontWeight].join(' ')
  }
  // In 53 bits, as cyrb53 has it.
  const word = (text) => {
    let [one, two] = [0xdeadbeef, 0x41c6ce57]
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at)
      one = Math.imul(one ^ code, 2654435761)
      two = Math.imul(two ^ code, 1597334677)
    }
    one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909)
    two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909)
    return (4294967296 * (2097151 & two) + (one >>> 0)).toString(36)
  }
  globalThis.skeletons = new Map()
  const of = (node, around) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data.trim() ? '+' : ''
    if (node.nodeType !== Node.ELEMENT_NODE || node.tagName === 'SCRIPT') return ''
    if (node.tagName === 'STYLE') return word(node.textContent)
    const itself = about(node)
    const chain = word(around + itself)
    const parts = [...node.childNodes].map((child) => of(child, chain)).filter(Boolean)
    const within = parts.filter((part, n) => part !== parts[n - 1] || part !== parts[n - 2])
    const found = word([itself, ...within].join('<'))
    skeletons.set(node, word(around + found))
    return found
  }
  of(document.documentElement, [innerWidth, matchMedia('(prefers-color-scheme: dark)').matches].join(' '))
  return [...new Set([skeletons.get(document.documentElement), ...skeletons.values()])].join(' ')
})()`
