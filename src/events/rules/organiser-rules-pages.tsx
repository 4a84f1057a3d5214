import { type Context, Hono } from 'hono'
import { sayChanged } from '#base/changed.ts'
import { instant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { bodyFrom } from '#base/web/fill-form.ts'
import { flash } from '#base/web/flash.ts'
import { question, withPages } from '#base/web/page.tsx'
import { atStart, counted } from '#base/words.ts'
import { versionForm } from '#events/editing/forms.ts'
import { refusalWords, staleFormWords } from '#events/editing/views/refusals.tsx'
import type { EventDetails } from '#events/events/event.ts'
import { type SchoolWords, schoolWordsIn } from '#schools/schools/school-choice.ts'
import { readSchoolChoices } from '#schools/schools/store.ts'
import { changeRules, holdBack, releaseHeldBack } from './change-rules.ts'
import { type HeldBackValues, heldBackValues, mostSchoolsHeldFor, readHeldBack, readHeldBackButton } from './held-back-forms.ts'
import { filledRules, rulesForm } from './rules-forms.ts'
import { readHeldBacks, selectRulesGround } from './rules-store.ts'
import { AboutReleasing, HeldBackPage } from './views/held-back.tsx'
import { holdRefusals } from './views/refusals.tsx'
import { AboutRules, RulesFields, rulesHints } from './views/rules.tsx'

type C = Context<AppEnv>

const backTo = (event: EventDetails) => ({ href: `/organiser/events/${event.code}`, text: event.title })

const rules = question({
  at: '/events/:code/rules',
  read: ({ db, part, now }) => selectRulesGround(db, part('code'), now),
  instead: ({ event }, c) =>
    event.state === 'cancelled' && c.req.method === 'GET' ? c.redirect(`/organiser/events/${event.code}`, 303) : undefined,
  title: 'Rules of booking',
  caption: ({ event }) => event.title,
  back: ({ event }) => backTo(event),
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

/** @param ids the form's chosen schools */
const readHeld = async (c: C, ids: readonly string[] = [], words?: SchoolWords) => {
  const { act, council } = c.var
  const [found, schools] = await Promise.all([
    readHeldBacks(act, c.req.param('code') ?? ''),
    readSchoolChoices(act.db, council.laCodes, ids.filter(Boolean), words),
  ])
  if (!found) throw notFound('event')
  return { ...found, schools }
}

const nothing: HeldBackValues = { places: '', forWhom: '', schools: [''], releaseDate: '', releaseTime: '' }

const showHeld = (c: C, found: Awaited<ReturnType<typeof readHeld>>, values: HeldBackValues, id: string, problems?: Problems) =>
  c.render(<HeldBackPage {...found} values={values} id={id} problems={problems} now={instant(c.var.act.now)} />, {
    title: 'Reserved places',
    hasProblems: problems !== undefined,
    back: backTo(found.event),
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
  caption: ({ event }) => event.title,
  back: ({ event }) => ({ href: `/organiser/events/${event.code}/held-back`, text: 'Reserved places' }),
  above: AboutReleasing,
  button: [{ text: 'Release now', kind: 'warning' }],
  or: ({ event }) => ({ href: `/organiser/events/${event.code}/held-back`, text: 'Keep them reserved' }),
  act: (act, _, { subject }) => releaseHeldBack(act, subject),
  refused: { stale: `${sayChanged('The event has', 'released')}.`, ended_before: { after: 'They were released already' } },
  done: 'Released. The places are offered to the waiting list first',
  to: ({ part }) => `/organiser/events/${part('code')}/held-back`,
})

const heldBackRoutes = new Hono<AppEnv>()
  .get('/events/:code/held-back', async (c) => {
    const values = c.var.typedBefore ? heldBackValues(bodyFrom(c.var.typedBefore)) : nothing
    return showHeld(c, await readHeld(c, values.schools), values, newId(c.var.act.now))
  })
  .post('/events/:code/held-back', async (c) => {
    const { act } = c.var
    const body = await c.req.parseBody()
    const { id = newId(act.now), do: pressed } = readHeldBackButton(body)
    const values = heldBackValues(body)
    const subject = await readHeld(c, values.schools, schoolWordsIn(body))
    if (pressed === 'add-school')
      return showHeld(c, subject, { ...values, schools: [...values.schools, ''].slice(0, mostSchoolsHeldFor) }, id)
    const { finding, chosen } = subject.schools
    if (finding) {
      if (finding.problems) c.status(422)
      return showHeld(c, subject, values, id, finding.problems)
    }
    const selectable = chosen.map((school) => school.id)
    const read = readHeldBack(values, subject.event, selectable, subject.calendar, act.now)
    if (read.problems) {
      c.status(422)
      return showHeld(c, subject, { ...values, ...read.used }, id, read.problems)
    }
    const held = await holdBack(act, { event: subject.event, id, heldBack: read.heldBack })
    if (!held.ok) {
      c.status(409)
      const again = held.reason === 'saved_otherwise' ? newId(act.now) : id
      return showHeld(c, await readHeld(c, values.schools), values, again, { places: holdRefusals[held.reason] })
    }
    flash(c, atStart(read.heldBack.places, 'place is reserved', 'places are reserved'))
    return c.redirect(`/organiser/events/${subject.event.code}/held-back`, 303)
  })

export const organiserRulesPages = withPages(heldBackRoutes, rules, release)
