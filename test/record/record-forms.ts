// Sends each form once as somebody would who fills it in, and once wrongly, always to the same data.

import { asItStands, filledIn, formsIn, type PageForm, type Sent, typedEverywhere } from '#test/support/page-forms.ts'
import { plain } from '#test/support/plain.ts'
import { filesByHand, leftOut, typedByHand } from './record-by-hand.ts'
import type { Recorded } from './record-muster.ts'
import { type Answer, isMadeUp, linesOfAnswer, shapeOf } from './record-text.ts'
import type { Undo } from './record-undo.ts'

type Person = { name: string; email: string; cookie: string | undefined }
/** One button of a form, where somebody finds it. */
type Found = { person: Person; at: string; form: PageForm; pressed: Sent | undefined }
export type FoundForms = Map<string, Found[]>

const mostPlaces = 3
const mostTurns = 8

const textOf = ({ bytes }: Answer): string => new TextDecoder().decode(bytes)
const isPage = ({ headers }: Answer): boolean => headers.get('content-type')?.startsWith('text/html') === true
const isRefused = (answer: Answer): boolean =>
  answer.status >= 400 ||
  /^\/(sign-in|account\/prove)/.test(answer.headers.get('location') ?? '') ||
  (isPage(answer) && textOf(answer).includes('govuk-error-summary"'))

/** Adds the forms of a page, a button each; the same of many pages is found in at most four places. */
export const findForms = (found: FoundForms, person: Person, html: string, at: string): void => {
  for (const form of formsIn(html, at).filter(({ method }) => method === 'POST')) {
    const buttons = form.fields.filter(({ kind }) => kind === 'button').map(({ name, value }): Sent => [name, value])
    const names = [
      ...new Set(
        form.fields.filter(({ kind }) => kind !== 'button').map(({ name }) => name.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+/g, '')),
      ),
    ]
    for (const pressed of buttons.length > 0 ? buttons : [undefined]) {
      const press = pressed ? ` ${pressed[0]}=${isMadeUp(pressed[1]) ? '' : pressed[1]}` : ''
      const key = `${shapeOf(form.action)}${press} ${names.sort().join(' ')}`
      const places = found.get(key) ?? []
      const isNew = !places.some((place) => place.person === person && place.form.action === form.action)
      if (isNew && places.length < mostPlaces) found.set(key, [...places, { person, at, form, pressed }])
    }
  }
}

/** The fields that a page of refusal names, as their ids. */
const wrongFields = (html: string): string[] =>
  [...html.matchAll(/<div class="govuk-error-summary".*?<\/ul>/gs)].flatMap(([summary]) =>
    [...summary.matchAll(/href="#([^"]+)"/g)].map(([, id = '']) => id),
  )
const whyRefused = (answer: Answer): string => {
  const html = textOf(answer)
  const said = /<div class="govuk-error-summary".*?<\/div>/s.exec(html)?.[0] ?? /<main.*?<\/main>/s.exec(html)?.[0] ?? html
  return `${answer.status} ${plain(said).slice(0, 160)}`
}

export type Tried = { found: Found; sent: readonly Sent[]; answer: Answer; isTaken: boolean }

export type Forms = {
  muster: Recorded
  undo: Undo
  /** Keeps one answer with all that it did. */
  keep: (way: 'right' | 'wrong', tried: Tried) => Promise<void>
}

const bodyOf = ({ form }: Found, sent: readonly Sent[]): FormData | URLSearchParams => {
  if (!form.multipart) return new URLSearchParams(sent as Sent[])
  const body = new FormData()
  for (const [name, value] of sent) body.append(name, value)
  for (const { name } of form.fields.filter(({ kind }) => kind === 'file')) {
    const file = filesByHand.find(([action]) => action.test(form.action))?.[1]
    if (file) body.set(name, new File([file.text], file.name, { type: file.type }))
  }
  return body
}

const send = async ({ muster }: Forms, found: Found, sent: readonly Sent[]): Promise<Tried> => {
  // A page that nobody asked for with a cookie may come from the memory of an isolate.
  const cookie = found.person.cookie ?? 'seen=1'
  const answer = await muster.ask(found.form.action, { method: 'POST', cookie, body: bodyOf(found, sent) })
  return { found, sent, answer, isTaken: !isRefused(answer) }
}

/** Fills one form in until it is taken: what is refused is typed otherwise. */
const fillIn = async (forms: Forms, found: Found, ticks: boolean): Promise<Tried> => {
  const turns = new Map<string, number>()
  const byHand = typedByHand.find(([action]) => action.test(shapeOf(found.form.action)))?.[1] ?? []
  let { form } = found
  for (let turn = 1; ; turn += 1) {
    const typed = filledIn(form, { turns, ticks, pressed: found.pressed }).flatMap(([name, value]): Sent[] => {
      const hand = byHand.find(([pattern]) => pattern.test(name))
      return hand === undefined ? [[name, value]] : hand[1] === undefined ? [] : [[name, hand[1]]]
    })
    const tried = await send(forms, { ...found, form }, typed)
    if (tried.isTaken) return tried
    await forms.undo.undo()
    if (turn === mostTurns || ![409, 422].includes(tried.answer.status)) return tried
    const html = textOf(tried.answer)
    const wrong = wrongFields(html).flatMap((id) => {
      const byName = form.fields.find((field) => field.id === id || field.name === id)
      const named = byName ?? form.fields.find(({ name }) => id.startsWith(`${name}-`))
      return named && named.kind !== 'hidden' ? [named.name] : []
    })
    // What a page asks for when it refuses, such as which school is meant, is filled in too.
    const again = formsIn(html, found.form.action).find(({ action }) => shapeOf(action) === shapeOf(found.form.action))
    const more = again?.fields.filter(({ name, kind }) => kind !== 'button' && !form.fields.some((field) => field.name === name)) ?? []
    const hidden = again?.fields.filter(({ kind }) => kind === 'hidden') ?? []
    if (more.length === 0 && wrong.length === 0) return tried
    const newer = form.fields.map((field) => (field.kind === 'hidden' ? (hidden.find(({ name }) => name === field.name) ?? field) : field))
    form = { ...form, fields: [...newer, ...more] }
    for (const name of new Set(wrong)) turns.set(name, (turns.get(name) ?? 0) + 1)
  }
}

/** Where it is taken first, or the first refusal. */
const sendRight = async (forms: Forms, places: readonly Found[]): Promise<Tried> => {
  let refused: Tried | undefined
  for (const found of places)
    for (const ticks of [true, false]) {
      const tried = await fillIn(forms, found, ticks)
      if (tried.isTaken) return tried
      refused ??= tried
    }
  for (const found of places) {
    const tried = await send(forms, found, asItStands(found.form, found.pressed))
    if (tried.isTaken) return tried
    await forms.undo.undo()
  }
  return refused as Tried
}

const sendWrong = async (forms: Forms, { found }: Tried): Promise<Tried> => {
  const { form, pressed } = found
  const hidden = new Set(form.fields.filter(({ kind }) => kind === 'hidden' || kind === 'button').map(({ name }) => name))
  const ways = [
    typedEverywhere(form, '', pressed),
    typedEverywhere(form, 'no-such-word', pressed),
    typedEverywhere(form, 'x'.repeat(20_000), pressed),
    filledIn(form, { pressed }).map(([name, value]): Sent => [name, hidden.has(name) ? 'no-such-word' : value]),
  ]
  let last: Tried | undefined
  for (const sent of ways) {
    last = await send(forms, found, sent)
    if (!last.isTaken) return last
    await forms.undo.undo()
  }
  return last as Tried
}

export type Counts = {
  forms: number
  right: number
  wrong: number
  notRight: string[]
  notWrong: string[]
  nothingWrong: number
  left: string[]
  failed: string[]
}

/** Each of them right and wrong; what was refused or taken against expectation is named. */
export const sendForms = async (forms: Forms, found: FoundForms, say: (sentence: string) => void): Promise<Counts> => {
  const counts: Counts = { forms: 0, right: 0, wrong: 0, notRight: [], notWrong: [], nothingWrong: 0, left: [], failed: [] }
  const name = (key: string, { found: { person } }: Tried): string => `${key} (${person.name})`
  // A Map goes on with what is added while it is walked through: forms of the answers.
  for (const [key, places] of found) {
    const why = leftOut.find(([action]) => action.test(key))?.[1]
    if (why !== undefined) {
      counts.left.push(`${key}: ${why}`)
      continue
    }
    counts.forms += 1
    if (counts.forms % 100 === 0) say(`${counts.forms} forms of ${found.size}`)
    const right = await sendRight(forms, places)
    if (right.answer.status >= 500) counts.failed.push(`${name(key, right)}: ${whyRefused(right.answer)}`)
    if (right.isTaken) counts.right += 1
    else counts.notRight.push(`${name(key, right)}: ${whyRefused(right.answer)}`)
    await forms.keep('right', right)
    if (right.isTaken && right.answer.status === 200 && isPage(right.answer))
      findForms(found, right.found.person, textOf(right.answer), right.found.form.action)
    const wrong = await sendWrong(forms, right)
    if (wrong.answer.status >= 500) counts.failed.push(`${name(key, wrong)}, wrong: ${whyRefused(wrong.answer)}`)
    if (!wrong.isTaken) counts.wrong += 1
    else if (wrong.found.form.fields.every(({ kind }) => kind === 'button')) counts.nothingWrong += 1
    else counts.notWrong.push(name(key, wrong))
    await forms.keep('wrong', wrong)
  }
  return counts
}

/** One answer as text: who sent what, what came, and where it led. */
export const textOfTried = async ({ muster }: Forms, { found, sent, answer }: Tried): Promise<string> => {
  const location = answer.headers.get('location')
  const isOwn = location?.startsWith('/') === true || muster.origins.some((origin) => location?.startsWith(origin) === true)
  const then =
    isOwn && answer.status < 400
      ? await muster.ask(new URL(location ?? '', muster.origins[0]).pathname + new URL(location ?? '', muster.origins[0]).search, {
          cookie: found.person.cookie ?? 'seen=1',
        })
      : undefined
  return [
    `${found.person.name}, from ${shapeOf(found.at)}, to ${found.form.action}`,
    ...sent.map(([name, value]) => `  ${name}=${value.length > 300 ? `${value.slice(0, 40)} … ${value.length} letters` : value}`),
    ...['', linesOfAnswer(answer)],
    ...(then ? ['', `then ${location}`, linesOfAnswer(then)] : []),
  ].join('\n')
}
