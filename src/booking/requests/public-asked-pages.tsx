import { type Context, Hono } from 'hono'
import * as z from 'zod'
import type { Act } from '#base/act.ts'
import type { AppEnv } from '#base/web/env.ts'
import { form, sentAlong } from '#base/web/fields.tsx'
import { textField } from '#base/web/form.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { type AskedKey, findAsked, holdsKey, refuseAsked } from './answer-asked.ts'
import { AskedList, type OneAsked } from './views/asked.tsx'

/** The two pages of what a school is asked: by the link of its mail, and signed in. */
export const askedPage = (of: { at: string; keyOf: (part: Asked['part']) => AskedKey; back?: (part: Asked['part']) => string }) => {
  const find = async (act: Act, { part }: Asked): Promise<object | undefined> => ((await holdsKey(act, of.keyOf(part))) ? {} : undefined)
  const refuse = press({
    at: of.at,
    find,
    form: form({ request: sentAlong(textField.pipe(z.string())) }),
    hidden: ({ id }: OneAsked) => ({ request: id }),
    button: ({ person }: OneAsked) => [{ text: 'Not this time', of: person, kind: 'secondary' }],
    act: (act, { request }, { part }) => refuseAsked(act, of.keyOf(part), request),
    refused: { answered: { afresh: 'Somebody has answered this already, or it was withdrawn.' } },
    done: 'They are told: not this time.',
    to: ({ part }) => of.at.replace(/:\w+(\{.*\})?/, (name) => part(/\w+/.exec(name)?.[0] ?? '')),
  })
  return page({
    at: of.at,
    find,
    also: async (act: Act, _, { part, c }: Asked & { c: Context<AppEnv> }) => {
      // The address of a mail is a secret, so no shared cache may keep it.
      c.header('cache-control', 'private, no-store')
      const found = await findAsked(act, of.keyOf(part))
      return {
        asked: found.map(
          ({ id, typed, code, eventTitle, startsAt, schoolId, school, name }): OneAsked => ({
            id,
            person: typed.delegates[0]?.name ?? '',
            asker: name ?? typed.asker ?? '',
            code,
            event: eventTitle,
            startsAt,
            schoolId,
            school: school.name,
          }),
        ),
      }
    },
    title: 'Who asks for a place',
    head: <meta name="robots" content="noindex" />,
    presses: { refuse },
    show: ({ asked }, forms) => <AskedList asked={asked} refuse={(one) => forms.refuse(one)} />,
  })
}

/** The holder says no for the school; booking needs a sign-in. */
export const publicAskedPages = withPages(
  new Hono<AppEnv>(),
  askedPage({ at: '/asked/:token', keyOf: (part) => ({ token: part('token') }) }),
)
