// The forms of a page as a browser reads them: where each leads, and what it would send as it stands.
export type PageForm = { method: string; action: string; fields: Map<string, string>; hidden: Set<string> }

/** What a browser might hold in a field that nobody has filled in, by its kind. */
const filled: Record<string, string> = {
  date: '2099-06-12',
  time: '09:30',
  number: '1',
  email: 'somebody@example.sch.uk',
  tel: '01432 000000',
  file: '',
}

/** Reads all of them; of several radio buttons the chosen one counts, or the first. */
export const formsOf = async (page: Response, path: string): Promise<PageForm[]> => {
  const forms: PageForm[] = []
  let now: PageForm | undefined
  let list: string | undefined
  const put = (name: string, value: string, chosen = false): void => {
    if (now && (chosen || !now.fields.get(name))) now.fields.set(name, value)
  }
  const read = new HTMLRewriter()
    .on('form', {
      element: (form) => {
        now = {
          method: (form.getAttribute('method') ?? 'get').toUpperCase(),
          action: form.getAttribute('action') ?? path,
          fields: new Map(),
          hidden: new Set(),
        }
        forms.push(now)
        form.onEndTag(() => {
          now = undefined
        })
      },
    })
    .on('input[name]', {
      element: (input) => {
        const type = input.getAttribute('type') ?? 'text'
        const value = input.getAttribute('value')
        if (type === 'hidden') now?.hidden.add(input.getAttribute('name') ?? '')
        put(
          input.getAttribute('name') ?? '',
          value || (value === '' && type === 'hidden' ? '' : (filled[type] ?? '1')),
          input.hasAttribute('checked'),
        )
      },
    })
    .on('button[name]', { element: (button) => put(button.getAttribute('name') ?? '', button.getAttribute('value') ?? '') })
    .on('textarea[name]', { element: (area) => put(area.getAttribute('name') ?? '', 'Words that somebody wrote.') })
    .on('select[name]', {
      element: (select) => {
        list = select.getAttribute('name') ?? ''
        put(list, '')
      },
    })
    .on('select option', { element: (option) => put(list ?? '', option.getAttribute('value') ?? '', option.hasAttribute('selected')) })
  await read.transform(page).text()
  return forms
}
