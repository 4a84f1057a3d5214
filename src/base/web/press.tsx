// A form on a page, and its act. If the form is wrong or the act refused, the page is shown again
// with what was typed.

import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { Act } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import { type Instant, secondsUntil } from '#base/dates.ts'
import { type Read, readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { Result } from '#base/result.ts'
import { access, isInGroup } from './access.ts'
import { type AppEnv, stripeOf } from './env.ts'
import { ButtonGroup, type FormButton, type Link, type Problems } from './field.tsx'
import { type Form, form as noFields, showFields, type Texts } from './fields.tsx'
import { flash } from './flash.ts'
import { type Body, formId, insteadOf, problemsOf, text, texts } from './form.ts'
import { type Checked, Preview, sayTyped, searchWithout, showChecked, typedIn } from './press-form.tsx'
import { type Address, addressOf, parametersOf, plainPattern } from './route.ts'

type C = Context<AppEnv>

/** What was typed and is shown again, or what is stored. */
export type Typed = { body: Body; problems: Problems | undefined }

/** Known of a request before the actor is. */
export type Asked = Address & { db: SqlDatabase; now: Date; council: Council; hasStripe: boolean }

export const askedOf = (c: C): Asked => {
  const { now, council } = c.var
  return { ...addressOf(c), db: c.env.DB, now, council, hasStripe: stripeOf(c.env) !== undefined }
}

/** Read in the trip that identifies the actor. undefined: the address names nothing. */
export type ReadFor<T> = (asked: Asked) => Read<T | undefined>

type Values<F> = F extends Form<infer T> ? T : Record<string, never>

/** `id`: of the form, so that sending it twice acts once. `c`: for cookies and the sign-in. */
type Sent<S, V> = {
  subject: S
  values: V
  id: string
  part: (name: string) => string
  field: (name: string) => string
  body: Body
  council: Council
  c: C
}

/** It does not exist, or not for this actor. */
export const gone = Symbol('gone')

/**
 * A sentence above the page, at a field, above the page `afresh` without what was typed, or `after`
 * on the next page. `until`: when to try again.
 */
export type Refusal =
  | string
  | { problems: Problems; status?: 422 }
  | { field?: string; says: string; status?: 422 | 429 | 503; until?: Instant }
  | { afresh: string }
  | { after: string }
  | typeof gone

/** All at one field. @param status by default 409 */
export const atField = <R extends string>(field: string, sentences: Record<R, string>, status?: 422): Record<R, Refusal> =>
  Object.fromEntries(
    Object.entries<string>(sentences).map(([reason, says]) => [reason, { field, says, ...(status ? { status } : {}) }]),
  ) as Record<R, Refusal>

export const afterwards = <R extends string>(sentences: Record<R, string>): Record<R, Refusal> =>
  Object.fromEntries(Object.entries<string>(sentences).map(([reason, after]) => [reason, { after }])) as Record<R, Refusal>

/** Its sentence says more than a word can, such as until when. */
type Refused = { ok: false; refusal: Refusal }

type Words = string | readonly FormButton[]

/** `Shown`: what the form is shown for, where the press reads nothing itself. */
export type Definition<S, Shown, F, T, R extends string> = {
  /** Relative to its page's mount. */
  at: string
  /** What its form and act need. */
  read?: ReadFor<S>
  /** Instead of `read`, if it depends on the actor or a link's hash. A `Response` is the answer. */
  find?: (act: Act, asked: Asked & { c: C; typed?: Body }) => Promise<S | Response | undefined>
  /** For anybody else it does not exist. */
  isFor?: (act: Act, subject: S) => boolean
  form?: F | ((now: Date, subject: S, council: Council) => F)
  /** Values before anything is typed. */
  filled?: (shown: Shown) => Texts
  /** Hidden fields. */
  hidden?: (shown: Shown) => Readonly<Record<string, string | undefined>>
  /** Hidden fields are empty again once its act has refused it. */
  hiddenOnce?: true
  /** The page's query goes along, also to another address. */
  keepsQuery?: true
  /** Of the form, for a script. */
  attributes?: Readonly<Record<string, string | boolean>>
  /** The layout of fields, if not one below another, or fields that depend on what was typed. */
  shape?: (fields: Record<string, Child>, shown: Shown, typed: Typed) => Child
  /** What the form holds after a button that only fills it in, such as one that finds a school. */
  fills?: (body: Body, subject: S) => Body | undefined
  /** None where it stands on a page of others. */
  button?: Words | ((shown: Shown) => Words)
  /** What it would do, shown above the form by a second button. */
  preview?: (values: Values<F>, subject: S, act: Act) => Child | Promise<Child>
  /** Default: Preview. Empty: this form has none. */
  previewButton?: string | ((shown: Shown) => string)
  /** Refused unless a preview of exactly this was shown. */
  previewFirst?: true
  /** What would change, on a page of its own before it is done. */
  check?: (act: Act, values: Values<F>, sent: Sent<S, Values<F>>) => Promise<Result<Checked, R>>
  /** A link beside the button. */
  or?: Link | ((shown: Shown) => Link)
  /** A `Response` is the whole answer: a page that is shown once, or another one. */
  act: (act: Act, values: Values<F>, sent: Sent<S, Values<F>>) => Promise<Result<T, R> | Refused | Response>
  refused: Readonly<Record<R, Refusal>>
  /** On the next page. */
  done?: string | ((sent: Sent<S, Values<F>>, value: T) => string)
  to: string | ((asked: Asked, value: T | undefined) => string)
  /** On the next page, if its subject or page is gone. Default: neither exists. */
  gone?: string
}

type Sending = { press: object; action: string; body: Body; id: string }
/** Shown again. `fills`: not refused. `judged`: as things are now. `checked`: what would change. */
export type Again = Sending & { fills?: true; judged?: true; problems?: Problems; preview?: Child; checked?: Child }

export type Press<Shown> = {
  at: string
  read: ReadFor<unknown> | undefined
  /** Nothing if it, or its page, does not exist. */
  answer: (c: C, showAgain: (again: Again, why?: string) => Promise<Response | undefined>) => Promise<Response | undefined>
  /** Nothing for those who may not press it. @param parts of its address that the page's has not */
  show: (c: C, mount: string, again: Again | undefined, shown: Shown, parts?: Record<string, string>) => Child
}

const noForm = noFields({})

/** Reasons that say that the id of a form is taken. */
const ofTakenId: readonly string[] = ['saved_otherwise', 'made_already']

/** An address of this pattern. */
export const filledIn = (pattern: string, parts: Record<string, string | undefined>): string =>
  pattern.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(parts[name] ?? ''))

const mayPress = (c: C, pattern: string): boolean => {
  const row = access.get(`POST ${pattern}`)
  if (!row) throw new Error(`no row of the access table says who may press ${pattern}`)
  return isInGroup(c.var.act.actor, row.group)
}

/** Tells forms of one press apart, by what their addresses add to the page's. */
export const nthOf = (parts: Record<string, string> = {}): string =>
  Object.values(parts)
    .map((part) => `-${part}`)
    .join('')

/** The pattern of a page or press of that mount. */
export const patternOf = (mount: string, at: string): string => (at === '/' ? mount : mount + plainPattern(at))

/** Where the form of a press leads. @param parts of it that the page's address has not */
export const actionOf = (c: C, mount: string, at: string, parts?: Record<string, string>): string =>
  filledIn(patternOf(mount, at), { ...parametersOf(c), ...parts })

/** For one subject, or the same for all. */
export const saidOf = <T, S>(words: T | ((subject: S) => T), subject: S): T =>
  typeof words === 'function' ? (words as (subject: S) => T)(subject) : words

/** @param previewed whether the preview is above the form */
const buttonsOf = <S, Shown, F, T, R extends string>(
  { button = [], preview, previewButton = 'Preview', previewFirst }: Definition<S, Shown, F, T, R>,
  shown: Shown,
  previewed: boolean,
): readonly FormButton[] => {
  if (previewFirst && !previewed) return [{ text: 'Continue' }]
  const words = saidOf(button, shown)
  const own = typeof words === 'string' ? [{ text: words }] : words
  const text = preview && !previewFirst ? saidOf(previewButton, shown) : ''
  return text ? [...own, { text, name: 'action', value: 'preview', kind: 'secondary' }] : own
}

export const press = <S = undefined, F extends Form<unknown> | undefined = undefined, T = void, R extends string = never, Shown = S>(
  of: Definition<S, Shown, F, T, R>,
): Press<Shown> => {
  const formOf = (subject: S, { now, council }: C['var']): Form<unknown> =>
    (typeof of.form === 'function' ? of.form(now, subject, council) : of.form) ?? noForm
  const self: Press<Shown> = {
    at: of.at,
    read: of.read,
    answer: async (c, show) => {
      const { act, council } = c.var
      const body = await c.req.parseBody({ all: true })
      const asked = askedOf(c)
      const end = (says: string, isDone: boolean, value?: T): Response => {
        if (says) flash(c, says, isDone)
        return c.redirect(typeof of.to === 'string' ? of.to : of.to(asked, value), 303)
      }
      const missing = () => (of.gone === undefined ? undefined : end(of.gone, false))
      const showAgain = async (again: Again, why?: string) => (await show(again, why)) ?? missing()
      const known = of.find ? await of.find(act, { ...asked, c, typed: body }) : of.read && (await readNow(act.db, of.read(asked)))
      if (known instanceof Response) return known
      if ((of.read || of.find) && (known === undefined || of.isFor?.(act, known) === false)) return missing()
      const subject = known as S
      const id = formId(body, act.now)
      const typed = { press: self, action: c.req.path, body, id }
      const filled = of.fills?.(body, subject)
      if (filled) return showAgain({ ...typed, body: filled, fills: true })
      const form = formOf(subject, c.var)
      const read = form.schema.safeParse(body)
      if (!read.success) {
        c.status(422)
        return showAgain({ ...typed, body: { ...body, ...insteadOf(read.error) }, problems: problemsOf(read.error) })
      }
      const values = read.data as Values<F>
      const unseen = of.previewFirst ? text(body, 'previewed') !== sayTyped(form, body) : text(body, 'action') === 'preview'
      if (of.preview && unseen) return showAgain({ ...typed, preview: await of.preview(values, subject, act) })
      const sent = { subject, values, id, part: asked.part, field: (name: string) => text(body, name), body, council, c }
      const step = sent.field('action')
      if (step === 'again') return showAgain(typed)
      const found = of.check && step !== 'save' ? await of.check(act, values, sent) : undefined
      if (found?.ok) return showAgain({ ...typed, checked: showChecked(found.value, { ...typedIn(form, body), id }) })
      const done = found ?? (await of.act(act, values, sent))
      if (done instanceof Response) return done
      if (done.ok) return end(typeof of.done === 'function' ? of.done(sent, done.value) : (of.done ?? ''), true, done.value)
      const refusal: Refusal = 'refusal' in done ? done.refusal : of.refused[done.reason]
      if (refusal === gone) throw notFound('page')
      if (typeof refusal === 'object' && 'after' in refusal) return end(refusal.after, false)
      c.status(409)
      const isOfSent = typeof refusal === 'object' && (('status' in refusal && refusal.status) || ('until' in refusal && refusal.until))
      // Sending it once more needs another id: this one is taken.
      const again: Again = {
        ...typed,
        ...(isOfSent && !of.hiddenOnce ? {} : { judged: true }),
        ...('reason' in done && ofTakenId.includes(done.reason) ? { id: newId(act.now) } : {}),
      }
      if (typeof refusal === 'string') return showAgain(again, refusal)
      if ('afresh' in refusal) return showAgain({ ...again, press: of }, refusal.afresh)
      if (refusal.status) c.status(refusal.status)
      if ('until' in refusal && refusal.until) {
        c.status(429)
        c.header('retry-after', secondsUntil(refusal.until, act.now))
      }
      if ('problems' in refusal) return showAgain({ ...again, problems: refusal.problems })
      const { field, says } = refusal
      return field ? showAgain({ ...again, problems: { [field]: says } }) : showAgain(again, says)
    },
    show: (c, mount, again, subject, parts) => {
      if (!mayPress(c, patternOf(mount, of.at))) return null
      const action = actionOf(c, mount, of.at, parts)
      const typed = again?.press === self && again.action === action ? again : undefined
      const shown = formOf(subject as unknown as S, c.var)
      const hidden = of.hidden?.(subject) ?? {}
      // After a problem or preview, what was first seen, such as a version, is sent again.
      const seen = typed && !typed.judged ? typed.body : {}
      const stored = typed && !shown.patches ? {} : of.filled?.(subject)
      const fields = showFields(shown, { ...stored, ...(typed && typedIn(shown, typed.body)) }, typed?.problems, nthOf(parts))
      return (
        <>
          {typed?.preview ? <Preview>{typed.preview}</Preview> : null}
          <form
            method="post"
            action={action + (of.keepsQuery || action === c.req.path ? searchWithout(c, hidden) : '')}
            enctype={Object.values(shown.fields).some(({ isFile }) => isFile) ? 'multipart/form-data' : undefined}
            novalidate
            {...of.attributes}
          >
            <input type="hidden" name="id" value={typed?.id ?? newId(c.var.now)} />
            {Object.entries(hidden).map(([name, value]) => (
              <input type="hidden" name={name} value={texts(seen, name)[0] ?? value} />
            ))}
            {typed?.preview && of.previewFirst ? <input type="hidden" name="previewed" value={sayTyped(shown, typed.body)} /> : null}
            {of.shape ? of.shape(fields, subject, { body: typed?.body ?? stored ?? {}, problems: typed?.problems }) : Object.values(fields)}
            <ButtonGroup buttons={buttonsOf(of, subject, typed?.preview !== undefined)} or={of.or && saidOf(of.or, subject)} />
          </form>
        </>
      )
    },
  }
  return self
}
