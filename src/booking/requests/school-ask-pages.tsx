import { Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { text } from '#base/web/form.ts'
import { page, withPages } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { rolesFor } from '#booking/bookings/booking.ts'
import { readGround, vocabularyDay } from '#booking/bookings/context-store.ts'
import { requireAccount } from '#people/accounts/own-act.ts'
import { type SchoolChoices, schoolWordsIn, searchesSchool } from '#schools/schools/school-choice.ts'
import { readSchoolChoices } from '#schools/schools/store.ts'
import { askSchool } from './ask-school.ts'
import { type Asker, askForm } from './forms.ts'
import { AskFields } from './views/ask.tsx'
import { mayNotAsk, sayRequestRefusal } from './views/refusals.tsx'

const toRequest = ({ part }: Asked, id: string | undefined): string => (id ? `/requests/${id}` : `/events/${part('code')}`)

type AskerAt = Asker & { code: string; event: string }
type Asking = AskerAt & { choices: SchoolChoices }

const findAsker = async (act: Act, code: string): Promise<AskerAt | undefined> => {
  const { actor } = requireAccount(act)
  const ground = await readGround(act, code, [])
  if (!ground) return undefined
  const { event } = ground
  const roles = rolesFor(event, ground.roles, vocabularyDay(event, act.now))
  return { code: event.code, event: event.title, ownName: actor.name, email: actor.email, roles }
}

const ask = press({
  at: '/events/:code/ask',
  find: (act, { part }) => findAsker(act, part('code')),
  fills: searchesSchool,
  form: (_, asker) => askForm(asker),
  filled: ({ choices }: Asking) => ({ schoolId: choices.chosen[0]?.id, who: 'me' }),
  shape: (fields, { choices, ownName }: Asking, typed) => <AskFields choices={choices} {...typed} fields={fields} asksName={!ownName} />,
  button: 'Ask my school',
  act: async (act, typed, { part, id, c }) => {
    const { schoolId } = typed
    const asked = await askSchool(act, { ...typed, code: part('code'), formId: id })
    if (asked.ok) return asked
    const form = `/events/${part('code')}/book`
    // Nobody at the school can answer, or they may book themselves: the form for that.
    if (asked.reason === 'no_contact_at_school') return c.redirect(`${form}?invited=${encodeURIComponent(schoolId)}`, 303)
    if (asked.reason === 'may_book') return c.redirect(`${form}?school=${encodeURIComponent(schoolId)}`, 303)
    if (asked.reason === 'no_such_event') throw notFound('event')
    if (asked.reason === 'may_not_ask') return { ok: false, refusal: mayNotAsk }
    return { ok: false, refusal: sayRequestRefusal(asked.reason, typed.people.length) }
  },
  refused: {},
  done: 'We ask your school. You have no place yet.',
  to: toRequest,
})

const asking = page({
  at: ask.at,
  find: async (act, { part, council, c, typed = {} }): Promise<Asking | undefined> => {
    const chosen = c.req.method === 'POST' ? text(typed, 'schoolId') : c.req.query('school')
    const [asker, choices] = await Promise.all([
      findAsker(act, part('code')),
      readSchoolChoices(act.db, council.laCodes, chosen ? [chosen] : [], schoolWordsIn(typed), {
        of: chosen === undefined ? act.actor.personId : undefined,
      }),
    ])
    return asker && { ...asker, choices }
  },
  title: 'Ask my school',
  caption: ({ event }) => event,
  back: ({ code }) => ({ href: `/events/${code}`, text: 'Back to the event' }),
  problems: ({ choices }) => choices.finding?.problems ?? {},
  presses: { ask },
  show: (shown, forms) => (
    <>
      <P>We ask the people who book for your school, and email you their answer. Asking takes no place.</P>
      {forms.ask(shown)}
    </>
  ),
})

/** Asking one's school for a place. */
export const askPages = withPages(new Hono<AppEnv>(), asking)
