// Makes elements of a page: text is always text.
type Child = Node | string | undefined | false

export const h = (
  tag: string,
  set: Record<string, string | boolean | ((event: Event) => void) | undefined> = {},
  ...children: Child[]
): HTMLElement => {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(set)) {
    if (typeof value === 'function') made.addEventListener(name, value)
    else if (value === true) made.setAttribute(name, '')
    else if (value !== undefined && value !== false) made.setAttribute(name, value)
  }
  made.append(...children.filter((child) => child !== undefined && child !== false))
  return made
}

export const button = (text: string, press: () => void, more: { about?: string; kind?: string } = {}): HTMLElement =>
  h(
    'button',
    { type: 'button', class: `muster-mark__button${more.kind ? ` muster-mark__button--${more.kind}` : ''}`, click: press },
    text,
    more.about ? h('span', { class: 'govuk-visually-hidden' }, ` ${more.about}`) : undefined,
  )

export const paragraph = (text: string, small = false): HTMLElement =>
  h('p', { class: small ? 'govuk-body-s govuk-!-margin-bottom-2' : 'govuk-body' }, text)

/** A UUIDv7, so that what is pressed sorts by time. */
export const newId = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  let time = Date.now()
  for (let at = 5; at >= 0; at -= 1) {
    bytes[at] = time % 256
    time = Math.floor(time / 256)
  }
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
