// The forms of a page as a browser reads them: where each leads, what stands in it, and what
// somebody might type.

import { unescaped } from './plain.ts'

const attributesOf = (tag: string): Map<string, string> =>
  new Map([...tag.matchAll(/\s([\w-]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [name, unescaped(value)]))

/** @param kind the type of an input, or textarea, select or button */
type Field = { name: string; id: string; kind: string; value: string; isChosen: boolean; options: readonly string[] }
export type Sent = [name: string, value: string]
export type PageForm = { method: string; action: string; multipart: boolean; fields: readonly Field[] }

const fieldsIn = (html: string): Field[] =>
  [...html.matchAll(/<(input|button)\b([^>]*)>|<(textarea|select)\b([^>]*)>(.*?)<\/\3>/gs)].flatMap(
    ([, single, ofSingle, double, ofDouble, content = '']): Field[] => {
      const field = attributesOf(` ${ofSingle ?? ofDouble}`)
      const name = field.get('name')
      if (name === undefined || field.has('disabled')) return []
      const options = [...content.matchAll(/<option\b([^>]*)>([^<]*)/g)].map(([, tag = '', said = '']) => {
        const option = attributesOf(` ${tag}`)
        return { value: option.get('value') ?? unescaped(said), isChosen: option.has('selected') }
      })
      const kind = double ?? (single === 'button' ? 'button' : (field.get('type') ?? 'text'))
      const chosen = options.find(({ isChosen }) => isChosen) ?? options[0]
      return [
        {
          ...{ name, kind, id: field.get('id') ?? name, isChosen: field.has('checked'), options: options.map(({ value }) => value) },
          value:
            kind === 'select'
              ? (chosen?.value ?? '')
              : kind === 'textarea'
                ? unescaped(content).replace(/^\n/, '')
                : (field.get('value') ?? ''),
        },
      ]
    },
  )

/** @param at the address of the page, where a form leads that names none */
export const formsIn = (html: string, at: string): PageForm[] =>
  [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, tag = '', inside = '']) => {
    const form = attributesOf(tag)
    return {
      method: (form.get('method') ?? 'get').toUpperCase(),
      action: form.get('action') || at,
      multipart: form.get('enctype') === 'multipart/form-data',
      fields: fieldsIn(inside),
    }
  })

const isBox = ({ kind }: Field): boolean => kind === 'radio' || kind === 'checkbox'
const isTyped = (field: Field): boolean => !isBox(field) && !['hidden', 'button', 'select', 'file'].includes(field.kind)

/** What somebody might type there; the first is the likeliest. */
const typedBy: Record<string, readonly string[]> = {
  date: ['2099-06-12', '2026-11-18', '2026-10-01', '2026-10-15', '2027-01-15', ''],
  time: ['09:30', '16:00', ''],
  number: ['1', '2', '10', '100', ''],
  email: ['somebody@example.sch.uk', ''],
  tel: ['01432 000000', ''],
  textarea: ['Words that somebody wrote.', 'somebody@example.sch.uk', '1', ''],
  text: [
    ...['Alex Morgan', '1', '', '2026-11-18', '09:30', '10.00', '123456', 'somebody@example.sch.uk', 'https://meet.example/1'],
    ...['HR1 1AA', 'AB12'],
  ],
}

/** All that could stand in the fields of this name, in the order in which it is tried. */
const choicesOf = (fields: readonly Field[]): string[] => {
  const [first] = fields
  if (first === undefined) return []
  if (isBox(first)) {
    const values = fields.toSorted((a, b) => Number(b.isChosen) - Number(a.isChosen)).map(({ value }) => value || 'on')
    return first.kind === 'checkbox' ? [...values, ''] : values
  }
  if (first.kind === 'select') return [...new Set([first.value || (first.options.find(Boolean) ?? ''), ...first.options])]
  if (!isTyped(first)) return [first.value]
  const usual = typedBy[first.kind] ?? typedBy['text'] ?? []
  return first.value === '' ? [...usual] : [first.value, ...usual]
}

/**
 * What is sent by somebody who leaves nothing empty, and ticks the first box where none is ticked.
 * @param how.turns how often what stands in a field was refused: something else is typed then
 * @param how.pressed a button; without one it is the first
 * @param how.ticks whether boxes are ticked that were not
 */
export const filledIn = (
  { fields }: PageForm,
  { turns = new Map(), pressed, ticks = true }: { turns?: ReadonlyMap<string, number>; pressed?: Sent | undefined; ticks?: boolean } = {},
): Sent[] => {
  const button = pressed ?? fields.filter(({ kind }) => kind === 'button').map(({ name, value }): Sent => [name, value])[0]
  const names = [...new Set(fields.filter(({ kind }) => kind !== 'button').map(({ name }) => name))]
  const sent = names.flatMap((name): Sent[] => {
    const own = fields.filter((field) => field.name === name && field.kind !== 'button')
    const turn = turns.get(name) ?? 0
    const chosen = own.filter(({ isChosen }) => isChosen)
    if (turn === 0 && chosen.length > 0) return chosen.map(({ value }) => [name, value || 'on'])
    if (own.every(({ kind }) => kind === 'hidden')) return own.map(({ value }) => [name, value])
    const value = choicesOf(own)[turn] ?? ''
    if (!ticks && turn === 0 && own[0]?.kind === 'checkbox') return []
    return own.some(isBox) && value === '' ? [] : [[name, value]]
  })
  return [...sent, ...(button ? [button] : [])]
}

/** What is sent by somebody who presses the first button at once. */
export const asItStands = ({ fields }: PageForm, pressed?: Sent): Sent[] => {
  const button = pressed ?? fields.filter(({ kind }) => kind === 'button').map(({ name, value }): Sent => [name, value])[0]
  return [
    ...fields
      .filter((field) => field.kind !== 'button' && field.kind !== 'file' && (!isBox(field) || field.isChosen))
      .map(({ name, value }): Sent => [name, value]),
    ...(button ? [button] : []),
  ]
}

/** The same words in all that a reader sees of a form; boxes are sent unticked. */
export const typedEverywhere = (form: PageForm, value: string, pressed?: Sent): Sent[] => {
  const seen = new Map(form.fields.map((field) => [field.name, field]))
  return asItStands(form, pressed).flatMap(([name, before]): Sent[] => {
    const field = seen.get(name)
    if (field === undefined || field.kind === 'hidden' || field.kind === 'button') return [[name, before]]
    return isBox(field) && value === '' ? [] : [[name, value]]
  })
}
