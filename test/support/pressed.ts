// What a browser sends when a button of a page is pressed.

import { plain, unescaped } from './plain.ts'

const attribute = (tag: string, name: string): string | undefined => {
  const found = tag.match(new RegExp(`\\s${name}="([^"]*)"`))?.[1]
  return found === undefined ? undefined : unescaped(found)
}
const has = (tag: string, name: string): boolean => new RegExp(`\\s${name}(=|\\s|/?>)`).test(tag)

const fieldsIn = (form: string): [string, string][] =>
  [...form.matchAll(/<input [^>]*>|<textarea [^>]*>([\s\S]*?)<\/textarea>|<select [^>]*>([\s\S]*?)<\/select>/g)].flatMap(
    ([tag, typed, options]): [string, string][] => {
      const name = attribute(tag, 'name')
      if (!name) return []
      if (options !== undefined) {
        const all = options.match(/<option [^>]*>/g) ?? []
        return [[name, attribute(all.find((option) => has(option, 'selected')) ?? all[0] ?? '', 'value') ?? '']]
      }
      if (typed !== undefined) return [[name, unescaped(typed)]]
      const type = attribute(tag, 'type') ?? 'text'
      return ['radio', 'checkbox'].includes(type) && !has(tag, 'checked') ? [] : [[name, attribute(tag, 'value') ?? '']]
    },
  )

/** Where the button with these words leads, and the fields that go with it. */
export const pressed = (html: string, words: string): { to: string; fields: [string, string][] } => {
  for (const [form] of html.matchAll(/<form [\s\S]*?<\/form>/g))
    for (const [all, tag = '', inner = ''] of form.matchAll(/(<button [^>]*>)([\s\S]*?)<\/button>/g)) {
      if (!all || plain(inner, '') !== words) continue
      const name = attribute(tag, 'name')
      return {
        to: attribute(tag, 'formaction') ?? attribute(form.match(/<form [^>]*>/)?.[0] ?? '', 'action') ?? '',
        fields: [...fieldsIn(form), ...(name ? [[name, attribute(tag, 'value') ?? ''] as [string, string]] : [])],
      }
    }
  throw new Error(`no button says “${words}”`)
}
