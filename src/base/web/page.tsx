// A page: what it reads, its frame, and the presses that lead back to it.

import type { Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import type { Act } from '#base/act.ts'
import { type Read, readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { kindsOfFile } from './access.ts'
import type { AppEnv } from './env.ts'
import type { Problems } from './field.tsx'
import type { Form } from './fields.tsx'
import type { Body } from './form.ts'
import { ErrorSummary, NothingChanged, Page, Title } from './page-parts.tsx'
import {
  type Again,
  type Asked,
  actionOf,
  askedOf,
  filledIn,
  nthOf,
  type Press,
  type Definition as PressDefinition,
  patternOf,
  press,
  type ReadFor,
  saidOf,
} from './press.tsx'
import { answeringOf, parametersOf, plainPattern, routeOf } from './route.ts'

type C = Context<AppEnv>
type Back = { href: string; text?: string }
export type Presses = Readonly<Record<string, Press<never>>>

/** @param parts of its address that the page's has not */
export type Forms<Ps extends Presses> = {
  [Name in keyof Ps]: Ps[Name] extends Press<infer S>
    ? [S] extends [undefined]
      ? (subject?: undefined, parts?: Record<string, string>) => Child
      : (subject: S, parts?: Record<string, string>) => Child
    : never
}

/** Whether the form of a press is the one that is shown again. @param parts as of `Forms` */
type WasSent<Ps extends Presses> = (name: keyof Ps, parts?: Record<string, string>) => boolean

export type Frame<S> = {
  /** Relative to its mount. */
  at: string
  title: string | ((subject: S) => string)
  /** If it is not the title. */
  heading?: string | ((subject: S) => string)
  /** The heading is part of what it shows. */
  ownHeading?: true
  /** Above the heading: the kind of thing it is. */
  caption?: string | ((subject: S) => string)
  back?: Back | ((subject: S) => Back | undefined)
  /** Full width, for tables. */
  wide?: true
  /** What is wrong with it before anything is pressed, by where it is said. */
  problems?: (subject: S) => Problems
  /** Its scripts. */
  head?: Child | ((subject: S) => Child)
  /** The page does not exist then, unless a press of it was refused. */
  unless?: (subject: S) => boolean
}

type Definition<S, A, Ps extends Presses> = Frame<S & Exclude<A, Response>> & {
  read?: ReadFor<S>
  /** Instead of `read`, if it depends on the actor or what was typed. A `Response` answers. */
  find?: (act: Act, asked: Asked & { c: C; typed?: Body }) => Promise<S | Response | undefined>
  /** What `find` or `also` reads that depends only on the address. */
  ahead?: ReadFor<unknown>
  /** For anybody else it does not exist. */
  isFor?: (act: Act, subject: S) => boolean
  /** What else depends on the actor. A `Response` is the whole answer. `here`: its address. */
  also?: (act: Act, subject: S, asked: Asked & { c: C; here: string; typed: Body }) => Promise<A | Response>
  presses?: Ps
  /** `isAgain`: after a refused press, with `typed`. `beside`: another page of its mount. */
  show: (
    subject: S & Exclude<A, Response>,
    forms: Forms<Ps>,
    asked: Asked & { act: Act; isAgain: boolean; typed: Body; problems: Problems; wasSent: WasSent<Ps>; beside: (at: string) => string },
  ) => Child
}

export type PageOf = {
  at: string
  /** If it is the same of everything that the page shows. */
  title: string | undefined
  read: ReadFor<unknown> | undefined
  presses: readonly Press<never>[]
  /** Nothing where it does not exist. @param at of the press that shows it, or its own */
  answer: (c: C, at: string, again?: Again, why?: string) => Promise<Response | undefined>
  isList?: true
  files?: FilesOf['files'] | undefined
}

/** Files, at an address without their endings; by default rows as CSV, XLSX and ODS. */
export type FilesOf = {
  files: {
    at: string
    kinds?: readonly ((typeof kindsOfFile)[number] | 'pdf' | 'zip')[]
    read?: ReadFor<unknown>
    answer: (c: C) => Promise<Response>
  }
}

const Whole = ({ children }: { children?: Child }) => <>{children}</>

/** The mount of the sub-app that has `at`. */
const mountOf = (c: C, at: string): string => {
  const pattern = routeOf(c).replace(/^\w+ /, '')
  return at === '/' ? pattern : pattern.slice(0, -plainPattern(at).length)
}

export const page = <S = object, A = object, Ps extends Presses = Record<string, never>>(of: Definition<S, A, Ps>): PageOf => ({
  at: of.at,
  title: typeof of.title === 'string' ? of.title : undefined,
  read: of.read ?? of.ahead,
  presses: Object.values(of.presses ?? {}),
  answer: async (c, at, again, why) => {
    const { act } = c.var
    const asked = askedOf(c)
    const typed = again && Object.values(of.presses ?? {}).some((one) => one === again.press) ? again.body : {}
    const read = of.find ? await of.find(act, { ...asked, c, typed }) : of.read && (await readNow(act.db, of.read(asked)))
    if (read instanceof Response) return read
    if ((of.find || of.read) && (read === undefined || of.isFor?.(act, read) === false)) return undefined
    const mount = mountOf(c, at)
    const beside = (other: string): string => filledIn(patternOf(mount, other), parametersOf(c))
    const also = await of.also?.(act, read as S, { ...asked, c, here: beside(of.at), typed })
    if (also instanceof Response) return also
    const subject = { ...read, ...also } as S & Exclude<A, Response>
    if (!again && of.unless?.(subject)) return undefined
    const wasSent: WasSent<Ps> = (name, parts) => {
      const one = of.presses?.[name]
      return one !== undefined && again?.press === one && again.action === actionOf(c, mount, one.at, parts)
    }
    const forms = Object.fromEntries(
      Object.entries(of.presses ?? {}).map(([name, { show }]) => [
        name,
        (shown: never, parts?: Record<string, string>) => show(c, mount, again, shown, parts),
      ]),
    ) as Forms<Ps>
    const checked = again?.checked
    const title = checked ? 'Check what changes' : saidOf(of.title, subject)
    const caption = of.caption && saidOf(of.caption, subject)
    const ofRow = Object.fromEntries(Object.entries(parametersOf(c)).filter(([name]) => !of.at.includes(`:${name}`)))
    const refused = Object.entries(again?.problems ?? {}).map(([name, says]) => [name + nthOf(ofRow), says])
    const problems = { ...of.problems?.(subject), ...Object.fromEntries(refused) }
    const hasProblems = Object.keys(problems).length > 0
    if (again?.fills && hasProblems) c.status(422)
    const Column = of.wide || checked ? Whole : Page
    return c.render(
      <Column>
        <ErrorSummary problems={problems} />
        <NothingChanged why={hasProblems ? undefined : why} />
        {caption ? <span class="govuk-caption-l muster-break">{caption}</span> : null}
        {of.ownHeading && !checked ? null : <Title>{checked ? title : saidOf(of.heading ?? title, subject)}</Title>}
        {checked ?? of.show(subject, forms, { ...asked, act, isAgain: again !== undefined, typed, problems, wasSent, beside })}
      </Column>,
      {
        title,
        back: of.back && saidOf(of.back, subject),
        hasProblems: hasProblems || why !== undefined,
        head: saidOf(of.head, subject),
      },
    )
  },
})

/** A page of one press. `instead`: a whole answer in place of the page. */
export const question = <S, F extends Form<unknown> | undefined = undefined, T = void, R extends string = never>(
  of: PressDefinition<S, S, F, T, R> & Frame<S> & { above?: (subject: S) => Child; instead?: (subject: S, c: C) => Response | undefined },
): PageOf =>
  page<S, object, { ask: Press<S> }>({
    ...of,
    also: async (_, subject, { c }) => of.instead?.(subject, c) ?? {},
    presses: { ask: press(of) },
    show: (subject, { ask }) => (
      <>
        {of.above?.(subject)}
        {(ask as (subject: S) => Child)(subject)}
      </>
    ),
  })

/** By handler. */
const reads = new WeakMap<object, ReadFor<unknown>>()

/** What is read before the actor is known, if a page or press answers. */
export const readAheadOf = (c: C): Read<unknown> | undefined => {
  const read = answeringOf(c)
    .map(({ handler }) => reads.get(handler))
    .find(Boolean)
  return read?.(askedOf(c))
}

const orNotFound = async (answer: Promise<Response | undefined>): Promise<Response> => {
  const answered = await answer
  if (!answered) throw notFound('page')
  return answered
}

/** @param pages also presses whose buttons stand on pages of others, and which show none again */
export const withPages = (app: Hono<AppEnv>, ...pages: readonly (PageOf | FilesOf | Press<never>)[]): Hono<AppEnv> => {
  const take = (made: Press<never>, show: (c: C) => Parameters<typeof made.answer>[1]): void => {
    const post = Object.assign((c: C): Promise<Response> => orNotFound(made.answer(c, show(c))), { press: made })
    if (made.read) reads.set(post, made.read)
    app.post(made.at, post)
  }
  // Tests find what a page declares by its handler.
  for (const one of pages) {
    if ('show' in one) {
      take(one, () => async () => undefined)
      continue
    }
    const { files } = one
    if (files) {
      if (files.read) reads.set(files.answer, files.read)
      app.on(
        'GET',
        (files.kinds ?? kindsOfFile).map((kind) => `${files.at}.${kind}`),
        Object.assign(files.answer, { page: one }),
      )
    }
    if (!('answer' in one)) continue
    const { at, read, presses, answer } = one
    const get = Object.assign((c: C): Promise<Response> => orNotFound(answer(c, at)), { page: one })
    if (read) reads.set(get, read)
    app.get(at, get)
    for (const made of presses) take(made, (c) => (again, why) => answer(c, made.at, again, why))
  }
  return app
}
