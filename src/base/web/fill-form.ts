// Fills a form of a finished page with what somebody typed.

/** As sent; names may repeat. */
export type Field = readonly [name: string, value: string]

/** As Hono's parser with `all`, for pages whose form grows with it. */
export const bodyFrom = (fields: readonly Field[]): Record<string, string | string[]> => {
  const body: Record<string, string | string[]> = {}
  for (const [name, value] of fields) body[name] = Object.hasOwn(body, name) ? [body[name] ?? [], value].flat() : value
  return body
}

type Control = { form: number; name: string; kind: string; value: string; within: readonly number[] }

type Walk = {
  form?: (element: Element, form: number) => void
  control?: (element: Element, control: Control) => void
  option?: (element: Element, select: Control, value: string) => void
  details?: (element: Element, details: number) => void
}

const plain = (attribute: string | null): string =>
  (attribute ?? '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

/** In order; forms and `<details>` are counted from 0. */
const walk = (page: Response, { form, control, option, details }: Walk): Response => {
  let forms = -1
  let allDetails = -1
  const open: number[] = []
  let select: Control | undefined
  const controlOf = (element: Element, kind: string): Control => ({
    form: forms,
    name: plain(element.getAttribute('name')),
    kind,
    within: [...open],
    value: plain(element.getAttribute('value')),
  })
  return new HTMLRewriter()
    .on('details', {
      element: (element) => {
        allDetails += 1
        open.push(allDetails)
        details?.(element, allDetails)
        element.onEndTag(() => void open.pop())
      },
    })
    .on('form', {
      element: (element) => {
        forms += 1
        form?.(element, forms)
      },
    })
    .on('form input, form textarea, form button', {
      element: (element) => control?.(element, controlOf(element, element.getAttribute('type') ?? element.tagName)),
    })
    .on('form select', {
      element: (element) => {
        select = controlOf(element, 'select')
        control?.(element, select)
      },
    })
    .on('form option', { element: (element) => select && option?.(element, select, plain(element.getAttribute('value'))) })
    .transform(page)
}

const buttons: ReadonlySet<string> = new Set(['submit', 'button', 'image', 'reset'])
const boxes: ReadonlySet<string> = new Set(['checkbox', 'radio'])

type FormOnPage = { sentTo: URL[]; controls: Control[] }

const readForms = async (html: string, base: string): Promise<FormOnPage[]> => {
  const forms: FormOnPage[] = []
  await walk(new Response(html), {
    form: (element) => {
      if (element.getAttribute('method')?.toLowerCase() !== 'post') forms.push({ sentTo: [], controls: [] })
      else forms.push({ sentTo: [new URL(plain(element.getAttribute('action')), base)], controls: [] })
    },
    control: (element, control) => {
      const form = forms[control.form]
      const instead = element.getAttribute('formaction')
      if (instead !== null) form?.sentTo.push(new URL(plain(instead), base))
      form?.controls.push(control)
    },
  }).text()
  return forms
}

/**
 * The form with most hidden fields unchanged, or else most fields in common (a form checked on
 * another page first).
 */
const sameForm = (forms: readonly FormOnPage[], path: string, fields: readonly Field[]): number | undefined => {
  const to = (form: FormOnPage): number =>
    Math.max(-1, ...form.sentTo.map(({ pathname, search }) => (pathname + search === path ? 1 : pathname === path.split('?')[0] ? 0 : -1)))
  const alike = ({ controls }: FormOnPage): number =>
    controls.filter(({ kind, name, value }) => kind === 'hidden' && fields.some(([n, v]) => n === name && v === value)).length
  const names = new Set(fields.map(([name]) => name))
  const has = (form: FormOnPage | undefined): number =>
    form?.sentTo.length ? new Set(form.controls.map(({ name }) => name).filter((name) => names.has(name))).size : 0
  return forms
    .map((form, index) => ({ index, to: to(form), alike: alike(form) }))
    .filter((one) => one.to >= 0 || has(forms[one.index]) * 2 > names.size)
    .sort((a, b) => b.to - a.to || b.alike - a.alike || a.index - b.index)[0]?.index
}

const uuid = /^[0-9a-f]{8}-[0-9a-f-]{27}$/

/**
 * Fills the form sent to `path` and puts `words` at the top; `base` is the page's address.
 * @returns `shown`: whether any field can be seen; `left`: fields it does not have
 */
export const fillForm = async (
  page: Response,
  base: string,
  path: string,
  fields: readonly Field[],
  words: (found: { shown: boolean; left: Field[] }) => string,
): Promise<Response> => {
  const html = await page.text()
  const forms = await readForms(html, base)
  const chosen = sameForm(forms, path, fields)
  const controls = chosen === undefined ? [] : (forms[chosen]?.controls ?? [])
  const names = new Set(controls.map(({ name }) => name))
  // A form also sends the pressed button and ids, which nobody typed.
  const queues = new Map(controls.map(({ name }) => [name, fields.filter((field) => field[0] === name).map(([, value]) => value)]))
  const taken = new Map<Control, string>()
  for (const control of controls) {
    const { name, kind } = control
    if (buttons.has(kind) || boxes.has(kind) || kind === 'file') continue
    const value = queues.get(name)?.shift()
    if (value !== undefined) taken.set(control, value)
  }
  const isTicked = ({ name, value }: Control): boolean => fields.some((field) => field[0] === name && field[1] === value)
  const visible = controls.filter(
    (control) => (boxes.has(control.kind) && isTicked(control)) || (control.kind !== 'hidden' && Boolean(taken.get(control))),
  )
  const left = fields.filter(([name, value]) => !names.has(name) && value.trim() !== '' && !uuid.test(value) && name !== 'action')
  const opened = new Set(visible.flatMap(({ within }) => within))
  let at = 0
  const setValue = (element: Element, control: Control, value: string): void => {
    // The rewriter escapes only quotation marks in attributes.
    if (control.kind === 'textarea') element.setInnerContent(value)
    else if (control.kind !== 'select') element.setAttribute('value', value.replaceAll('&', '&amp;'))
  }
  let current: string | undefined
  const filled = walk(new Response(html, page), {
    details: (element, details) => void (opened.has(details) && element.setAttribute('open', '')),
    control: (element, { form }) => {
      if (form !== chosen) return
      const control = controls[at]
      at += 1
      if (!control || control.kind === 'file') return
      if (boxes.has(control.kind)) {
        if (isTicked(control)) element.setAttribute('checked', '')
        else element.removeAttribute('checked')
        return
      }
      current = taken.get(control)
      if (current !== undefined) setValue(element, control, current)
    },
    option: (element, { form }, value) => {
      if (form !== chosen || current === undefined) return
      if (value === current) element.setAttribute('selected', '')
      else element.removeAttribute('selected')
    },
  })
  return new HTMLRewriter()
    .on('main', { element: (element) => void element.prepend(words({ shown: visible.length > 0, left }), { html: true }) })
    .transform(filled)
}
