// A page as somebody has it before them whose browser runs no script. What a person could not do there is refused: what is not on it, hidden,
// disabled, or one of several of the same name, cannot be pressed or filled in.
import { parseHTML } from 'linkedom/worker'

/** A text is the whole name. Where several have it, a number says which, counted from 0, or from the end below that. */
export type Name = string | RegExp
type Kind = 'link' | 'button' | 'field' | 'heading'

export type Element = {
  tagName: string
  textContent: string
  id: string
  parentElement: Element | null
  getAttribute: (name: string) => string | null
  setAttribute: (name: string, value: string) => void
  removeAttribute: (name: string) => void
  hasAttribute: (name: string) => boolean
  matches: (selector: string) => boolean
  contains: (other: Element) => boolean
  closest: (selector: string) => Element | null
  querySelector: (selector: string) => Element | null
  querySelectorAll: (selector: string) => Iterable<Element>
  cloneNode: (deep: boolean) => Element
  remove: () => void
  prepend: (text: string) => void
  append: (text: string) => void
}
export type Document = Element & { toString: () => string }

/** What was asked for, and what came. */
export type Asked = { url: URL; method: string; body?: FormData | string; type?: string }
export type Shown = Asked & { status: number; headers: Headers; html: string; document: Document; changed: boolean }

export const documentOf = (html: string): Document => parseHTML(html).document as unknown as Document

const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()
const saying = (name: Name): string => (typeof name === 'string' ? `“${name}”` : String(name))
const fits = (text: string, name: Name): boolean => (typeof name === 'string' ? text === name : name.test(text))
const isTyped = (field: Element): boolean =>
  field.matches('input:not([type=radio], [type=checkbox], [type=submit], [type=button], [type=file]), textarea')
const isButton = (field: Element): boolean => field.matches('button, input[type=submit], input[type=button], input[type=reset]')
const isBox = (field: Element): boolean => field.matches('input[type=radio], input[type=checkbox]')
/** What is typed of a day, a time and a number, as a browser sends it. */
const shapes: Record<string, RegExp> = { date: /^(\d{4}-\d\d-\d\d)?$/, time: /^(\d\d:\d\d)?$/, number: /^(-?\d+(\.\d+)?)?$/ }

const isHidden = (element: Element): boolean => {
  for (let at: Element | null = element; at; at = at.parentElement) {
    if (at.hasAttribute('hidden') || at.getAttribute('aria-hidden') === 'true' || at.tagName === 'TEMPLATE') return true
    const around: Element | null = at.parentElement
    // What is folded on a phone alone is read here as on a desk.
    const isFolded =
      around?.tagName === 'DETAILS' && !around.hasAttribute('open') && !(around.getAttribute('class') ?? '').includes('muster-narrow')
    if (isFolded && at.tagName !== 'SUMMARY') return true
  }
  // The last is a button of a form only for who presses Enter in a field.
  return element.matches('input[type=hidden], .govuk-visually-hidden[tabindex="-1"]')
}
const isDisabled = (element: Element): boolean =>
  element.hasAttribute('disabled') || (element.closest('fieldset[disabled]') !== null && !element.closest('legend'))

/** What is heard of a link, a button or a label: words that the eye does not see too, but none that only the eye is to see. */
const nameOf = (element: Element): string => {
  const heard = element.cloneNode(true)
  for (const unheard of [...heard.querySelectorAll('[aria-hidden=true], select, textarea')]) unheard.remove()
  return plain(element.getAttribute('aria-label') ?? (heard.textContent || element.getAttribute('value') || ''))
}
const optionsOf = (select: Element): Element[] => [...select.querySelectorAll('option')]
const chosenOf = (select: Element): Element[] => {
  const chosen = optionsOf(select).filter((option) => option.hasAttribute('selected'))
  if (select.hasAttribute('multiple')) return chosen
  const one = chosen.at(-1) ?? optionsOf(select).find((option) => !isDisabled(option))
  return one ? [one] : []
}
const valueOfOption = (option: Element): string => option.getAttribute('value') ?? plain(option.textContent)
/** What stands in a field, whichever kind it is. */
const contentOf = (field: Element): string => {
  if (field.tagName === 'SELECT') return chosenOf(field).map(valueOfOption).join()
  return field.tagName === 'TEXTAREA' ? field.textContent.replace(/^\r?\n/, '') : (field.getAttribute('value') ?? '')
}

export class HtmlPage {
  /** How often something was pressed, ticked or chosen. */
  presses = 0
  protected readonly files = new Map<Element, File>()
  protected shown: Shown | undefined

  protected get page(): Shown {
    if (!this.shown) throw new Error('No page is shown yet')
    return this.shown
  }
  get url(): URL {
    return this.page.url
  }
  get path(): string {
    return this.url.pathname
  }
  get status(): number {
    return this.page.status
  }
  get headers(): Headers {
    return this.page.headers
  }
  /** As it came, with what has been filled in since. */
  get html(): string {
    return this.page.changed ? this.page.document.toString() : this.page.html
  }
  get title(): string {
    return plain(this.page.document.querySelector('title')?.textContent ?? '')
  }
  get heading(): string {
    return plain(this.page.document.querySelector('h1')?.textContent ?? '')
  }
  /** What its main part says, in one line. */
  get text(): string {
    return plain(this.page.document.querySelector('main')?.textContent ?? '')
  }
  /** What each of these says. @param selector for what has no name, such as the cells of a table */
  texts(selector: string): string[] {
    return this.all(selector).map((element) => plain(element.textContent))
  }
  /** Where the links of its main part lead. */
  linksTo(name: Name = /(?:)/): string[] {
    const links = this.named('link', name).filter((link) => link.closest('main'))
    return links.map((link) => link.getAttribute('href') ?? '')
  }
  has(kind: Kind, name: Name): boolean {
    return this.named(kind, name).length > 0
  }
  /** What stands in a field, disabled or not. */
  value(label: Name, which?: number): string {
    return contentOf(this.one('field', label, which))
  }
  isDisabled(label: Name, which?: number): boolean {
    return isDisabled(this.one('field', label, which))
  }

  /** Opens what is folded under these words. */
  unfold(words: Name): void {
    const summary = this.all('summary').find((one) => !isHidden(one) && fits(nameOf(one), words))
    if (!summary?.parentElement) throw this.refused(`nothing is folded under ${saying(words)}`)
    this.presses += 1
    this.page.changed = true
    summary.parentElement.setAttribute('open', '')
  }
  fill(label: Name, value: string, which?: number): void {
    const field = this.usable(label, which)
    if (!isTyped(field)) throw this.refused(`nothing is typed at ${saying(label)}`)
    if (field.hasAttribute('readonly')) throw this.refused(`${saying(label)} can only be read`)
    const most = field.getAttribute('maxlength')
    if (most !== null && value.length > Number(most)) throw this.refused(`${saying(label)} takes ${most} characters`)
    const shape = shapes[field.getAttribute('type') ?? '']
    if (shape && !shape.test(value)) throw this.refused(`${saying(label)} does not take “${value}”`)
    if (field.tagName === 'TEXTAREA') field.textContent = value
    else field.setAttribute('value', value)
  }
  attach(label: Name, file: File, which?: number): void {
    const field = this.usable(label, which)
    if (!field.matches('input[type=file]')) throw this.refused(`${saying(label)} takes no file`)
    this.files.set(field, file)
  }
  /** Ticks a box, or one of several answers. */
  check(label: Name, which?: number): void {
    const box = this.usable(label, which)
    if (!isBox(box)) throw this.refused(`${saying(label)} is not ticked`)
    if (box.matches('[type=radio]'))
      for (const other of this.all('input[type=radio][checked]'))
        if (other.getAttribute('name') === box.getAttribute('name') && this.formOf(other) === this.formOf(box))
          other.removeAttribute('checked')
    this.presses += 1
    box.setAttribute('checked', '')
  }
  uncheck(label: Name, which?: number): void {
    const box = this.usable(label, which)
    if (!box.matches('input[type=checkbox]')) throw this.refused(`no tick is taken from ${saying(label)}`)
    this.presses += 1
    box.removeAttribute('checked')
  }
  /** @param option what the list says there */
  choose(label: Name, option: Name, which?: number): void {
    const select = this.usable(label, which)
    const found = optionsOf(select).find((one) => !isDisabled(one) && fits(plain(one.textContent), option))
    if (!found)
      throw this.refused(
        `${saying(label)} offers no ${saying(option)}, but ${optionsOf(select)
          .map((one) => plain(one.textContent))
          .join(', ')}`,
      )
    if (!select.hasAttribute('multiple')) for (const one of optionsOf(select)) one.removeAttribute('selected')
    this.presses += 1
    found.setAttribute('selected', '')
  }

  protected refused(why: string): Error {
    return new Error(`${this.path} (${this.heading}): ${why}`)
  }
  protected all(selector: string): Element[] {
    return [...this.page.document.querySelectorAll(selector)]
  }
  /** Those of a kind that can be seen and have the name, with what gives it to them. */
  private labelled(kind: Kind, name: Name): (readonly [label: Element, element: Element])[] {
    const selector = { link: 'a[href]', button: 'button, input[type=submit]', heading: 'h1, h2, h3, h4, h5, h6', field: 'label' }[kind]
    const of = (label: Element): Element | null | undefined => {
      const id = label.getAttribute('for')
      if (kind !== 'field') return label
      return id === null ? label.querySelector('input, select, textarea') : this.all('input, select, textarea').find((one) => one.id === id)
    }
    return this.all(selector).flatMap((label) => {
      const element = of(label)
      return element && !isHidden(element) && fits(nameOf(label), name) ? [[label, element] as const] : []
    })
  }
  private named(kind: Kind, name: Name): Element[] {
    return this.labelled(kind, name).map(([, element]) => element)
  }
  protected one(kind: Kind, name: Name, which?: number): Element {
    const found = this.named(kind, name)
    if (which === undefined && found.length > 1) throw this.refused(`each of ${found.length} is a ${kind} ${saying(name)}`)
    const one = found.at(which ?? 0)
    if (!one)
      throw this.refused(
        `there is no ${kind} ${saying(name)}, but ${
          this.labelled(kind, /(?:)/)
            .map(([label]) => nameOf(label))
            .join(', ') || 'none'
        }`,
      )
    return one
  }
  /** A field that is not disabled; whatever is asked of it, the page is no longer as it came. */
  private usable(label: Name, which?: number): Element {
    const field = this.one('field', label, which)
    if (isDisabled(field)) throw this.refused(`${saying(label)} is disabled`)
    this.page.changed = true
    return field
  }
  protected formOf(element: Element): Element | null {
    const id = element.getAttribute('form')
    return id === null ? element.closest('form') : (this.all('form').find((form) => form.id === id) ?? null)
  }
  /** What counts in a form when this button of it is pressed. */
  private fieldsOf(form: Element, pressed: Element): Element[] {
    return this.all('input, select, textarea, button').filter(
      (field) => this.formOf(field) === form && (isButton(field) ? field === pressed : !isDisabled(field)),
    )
  }
  protected entriesOf(form: Element, pressed: Element): [string, string | File][] {
    return this.fieldsOf(form, pressed).flatMap((field): [string, string | File][] => {
      const name = field.getAttribute('name')
      if (!name) return []
      if (field.tagName === 'SELECT') return chosenOf(field).map((option) => [name, valueOfOption(option)])
      if (field.matches('[type=file]')) return [[name, this.files.get(field) ?? new File([], '')]]
      if (isBox(field)) return field.hasAttribute('checked') ? [[name, field.getAttribute('value') ?? 'on']] : []
      return [[name, contentOf(field).replaceAll(/\r?\n/g, '\r\n')]]
    })
  }
  /** Stops where a browser does not send: at what must be filled in, and at what has not the form that is asked for. */
  protected validate(form: Element, pressed: Element): void {
    const fields = this.fieldsOf(form, pressed)
    const isEmpty = (field: Element): boolean => {
      if (field.matches('[type=file]')) return !this.files.has(field)
      const alike = field.matches('[type=radio]')
        ? fields.filter((one) => one.getAttribute('name') === field.getAttribute('name'))
        : [field]
      return isBox(field) ? !alike.some((one) => one.hasAttribute('checked')) : contentOf(field) === ''
    }
    for (const field of fields) {
      const name = field.getAttribute('name')
      if (field.hasAttribute('required') && isEmpty(field)) throw this.refused(`${name} must be filled in`)
      const pattern = field.getAttribute('pattern')
      if (pattern !== null && !isEmpty(field) && !new RegExp(`^(?:${pattern})$`, 'v').test(contentOf(field)))
        throw this.refused(`${name} has not the form that is asked for`)
    }
  }
}
