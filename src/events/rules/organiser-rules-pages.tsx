import { type Context, Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { sayChanged } from '#base/changed.ts'
import { instant } from '#base/dates.ts'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Texts } from '#base/web/fields.tsx'
import { bodyFrom } from '#base/web/fill-form.ts'
import type { Body } from '#base/web/form.ts'
import { page, question, withPages } from '#base/web/page.tsx'
import { type Asked, atField, press } from '#base/web/press.tsx'
import { atStart, counted } from '#base/words.ts'
import { versionForm } from '#events/editing/forms.ts'
import { refusalWords, staleFormWords } from '#events/editing/views/refusals.tsx'
import { fillsSchoolRows, schoolWordsIn } from '#schools/schools/school-choice.ts'
import { readSchoolChoices } from '#schools/schools/store.ts'
import { changeRules, holdBack, releaseHeldBack } from './change-rules.ts'
import { heldBackForm, heldBackValues, mostSchoolsHeldFor } from './held-back-forms.ts'
import { filledRules, rulesForm } from './rules-forms.ts'
import { readHeldBacks, selectRulesGround } from './rules-store.ts'
import { AboutHeldBack, AboutReleasing, HeldBackFields } from './views/held-back.tsx'
import { holdRefusals } from './views/refusals.tsx'
import { AboutRules, RulesFields, rulesHints } from './views/rules.tsx'

const rules = question({
  at: '/events/:code/rules',
  read: ({ db, part, now }) => selectRulesGround(db, part('code'), now),
  instead: ({ event }, c) =>
    event.state === 'cancelled' && c.req.method === 'GET' ? c.redirect(`/organiser/events/${event.code}`, 303) : undefined,
  title: 'Rules of booking',
  above: AboutRules,
  form: (now, ground) => rulesForm(ground, now, rulesHints),
  filled: ({ event }) => filledRules(event),
  hidden: ({ event }) => ({ version: String(event.version) }),
  shape: (fields, ground) => <RulesFields fields={fields} ground={ground} />,
  button: 'Save',
  act: (act, typed, { subject: { event }, body }) => changeRules(act, { event, ...versionForm.parse(body), ...typed }),
  refused: {
    stale: staleFormWords,
    cancelled: refusalWords.cancelled,
    trust_limit_below_taken: {
      field: 'placesPerTrust',
      says: 'Enter a number that is no lower than the places that the schools of one trust have already, or leave it blank',
    },
  },
  done: 'The rules are saved',
  to: ({ part }) => `/organiser/events/${part('code')}`,
})

/** @param typed the form, from which schools are found */
const findHeld = async (act: Act, { part, council, c, typed = {} }: Asked & { c: Context<AppEnv>; typed?: Body }) => {
  const body = c.req.method === 'GET' && c.var.typedBefore ? bodyFrom(c.var.typedBefore) : typed
  const ids = heldBackValues(body).schools.filter(Boolean)
  const [found, schools] = await Promise.all([
    readHeldBacks(act, part('code')),
    readSchoolChoices(act.db, council.laCodes, ids, schoolWordsIn(typed)),
  ])
  return found && { ...found, schools, body }
}

type Held = NonNullable<Awaited<ReturnType<typeof findHeld>>>

const hold = press({
  at: '/events/:code/held-back',
  find: findHeld,
  fills: (body) => fillsSchoolRows(body, mostSchoolsHeldFor),
  form: (now, { event, schools, calendar }: Held) =>
    heldBackForm(
      event,
      schools.chosen.map(({ id }) => id),
      calendar,
      now,
    ),
  attributes: { id: 'held-back' },
  shape: (_, { schools }, { body, problems }) => (
    <HeldBackFields schools={schools} values={heldBackValues(body)} problems={problems ?? {}} />
  ),
  filled: ({ body }) => body as Texts,
  button: [{ text: 'Reserve', name: 'do', value: 'save' }],
  act: async (act, heldBack, { subject: { event }, id }) => {
    const held = await holdBack(act, { event, id, heldBack })
    return held.ok ? ok(heldBack.places) : held
  },
  refused: atField('places', holdRefusals),
  done: (_, places) => atStart(places, 'place is reserved', 'places are reserved'),
  to: ({ part }) => `/organiser/events/${part('code')}/held-back`,
})

const held = page({
  at: '/events/:code/held-back',
  find: findHeld,
  title: 'Reserved places',
  wide: true,
  problems: ({ schools }) => schools.finding?.problems ?? {},
  presses: { hold },
  show: (found, forms, { now }) => (
    <>
      <AboutHeldBack {...found} now={instant(now)} />
      {found.event.state === 'cancelled' ? null : forms.hold(found)}
    </>
  ),
})

const release = question({
  at: '/events/:code/held-back/:id/release',
  find: async (act, { part }) => {
    const read = await readHeldBacks(act, part('code'))
    const heldBack = read?.heldBacks.find(({ id }) => id === part('id'))
    return read && heldBack && { event: read.event, heldBack }
  },
  title: 'Release places',
  heading: ({ heldBack }) => `Release ${counted(heldBack.places - heldBack.used, 'place')} now?`,
  back: ({ event }) => ({ href: `/organiser/events/${event.code}/held-back`, text: 'Reserved places' }),
  above: AboutReleasing,
  button: [{ text: 'Release now', kind: 'warning' }],
  or: ({ event }) => ({ href: `/organiser/events/${event.code}/held-back`, text: 'Keep them reserved' }),
  act: (act, _, { subject }) => releaseHeldBack(act, subject),
  refused: { stale: `${sayChanged('The event has', 'released')}.`, ended_before: { after: 'They were released already' } },
  done: 'Released. The places are offered to the waiting list first',
  to: ({ part }) => `/organiser/events/${part('code')}/held-back`,
})

export const organiserRulesPages = withPages(new Hono<AppEnv>(), held, rules, release)
