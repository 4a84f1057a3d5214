// Form bodies and query strings as Stripe reads them: a[b]=1, a[0][b]=1 and a[]=1 are objects and lists.
export type Form = { [name: string]: FormValue }
export type FormValue = string | Form | FormValue[]

const pathOf = (name: string): string[] => {
  const first = name.split('[', 1)[0] ?? ''
  return [first, ...[...name.slice(first.length).matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '')]
}

const listed = (value: FormValue): FormValue => {
  if (typeof value === 'string' || Array.isArray(value)) return value
  const keys = Object.keys(value)
  if (keys.length > 0 && keys.every((key) => /^\d+$/.test(key))) return keys.map((key) => listed(value[key] ?? ''))
  return Object.fromEntries(keys.map((key) => [key, listed(value[key] ?? '')]))
}

export const readForm = (pairs: Iterable<[string, string]>): Form => {
  const form: Form = {}
  for (const [name, value] of pairs) {
    let at: Form = form
    const path = pathOf(name)
    for (const [index, step] of path.entries()) {
      const key = step === '' ? String(Object.keys(at).length) : step
      if (index === path.length - 1) at[key] = value
      else {
        const next = at[key]
        at = at[key] = typeof next === 'object' && !Array.isArray(next) ? next : {}
      }
    }
  }
  return Object.fromEntries(Object.entries(form).map(([name, value]) => [name, listed(value)]))
}
