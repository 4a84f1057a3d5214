import { type Context, Hono } from 'hono'
import { sayChanged } from '#base/changed.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import type { Calendar } from '#base/council/working-day.ts'
import { instant } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
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
import { offerDeadline } from '#events/events/offer-deadline.ts'
import { selectEventByCode } from '#events/events/store.ts'
import { hasEarly } from '#money/prices/price.ts'
import { selectLatestPriceLists, selectPriceListOfEvent } from '#money/prices/store.ts'
import type { StoredPriceList } from '#money/prices/stored-price-list.ts'
import { latestTerms, selectTermsOfEvent } from '#money/terms/store.ts'
import type { Terms } from '#money/terms/terms.ts'
import { type SchoolWords, schoolWordsIn } from '#schools/schools/school-choice.ts'
import { readSchoolChoices } from '#schools/schools/store.ts'
import { changeRules, holdBack, releaseHeldBack } from './change-rules.ts'
import {
  type HeldBackValues,
  heldBackValues,
  mostSchoolsHeldFor,
  type RulesValues,
  readHeldBack,
  readHeldBackButton,
  readRules,
  rulesValues,
  rulesValuesOf,
} from './rules-forms.ts'
import { readHeldBacks } from './rules-store.ts'
import { AboutReleasing, HeldBackPage } from './views/held-back.tsx'
import { holdRefusals } from './views/refusals.tsx'
import { RulesPage } from './views/rules.tsx'

type C = Context<AppEnv>

/** The event with its own and the newest terms and prices. */
const readGround = async (c: C): Promise<{ event: EventDetails; terms: Terms[]; prices: StoredPriceList[]; calendar: Calendar }> => {
  const { db, now } = c.var.act
  const code = c.req.param('code') ?? ''
  const [{ event, present, priced, lists, calendar }, latest] = await Promise.all([
    readTogether(db, {
      event: selectEventByCode(db, code, now),
      present: selectTermsOfEvent(db, code),
      priced: selectPriceListOfEvent(db, code),
      lists: selectLatestPriceLists(db),
      calendar: selectCalendar(db),
    }),
    latestTerms(db),
  ])
  if (!event) throw notFound('event')
  const withOwn = <One extends { id: string }>(own: One | undefined, newest: One[]): One[] =>
    own && !newest.some((one) => one.id === own.id) ? [own, ...newest] : newest
  return {
    event,
    terms: withOwn(present, latest),
    prices: withOwn(priced, lists),
    calendar,
  }
}

const backTo = (event: EventDetails) => ({ href: `/organiser/events/${event.code}`, text: event.title })

const showRules = (
  c: C,
  { event, terms, prices, calendar }: Awaited<ReturnType<typeof readGround>>,
  values: RulesValues,
  version: number,
  problems?: Problems,
) =>
  c.render(
    <RulesPage
      {...{ event, terms, prices, values, version, problems }}
      offerNow={event.state === 'published' ? offerDeadline(event, c.var.act.now, calendar) : undefined}
    />,
    {
      title: 'Rules of booking',
      hasProblems: problems !== undefined,
      back: backTo(event),
    },
  )

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

const ruleRoutes = new Hono<AppEnv>()
  .get('/events/:code/rules', async (c) => {
    const ground = await readGround(c)
    if (ground.event.state === 'cancelled') return c.redirect(`/organiser/events/${ground.event.code}`, 303)
    return showRules(c, ground, rulesValuesOf(ground.event), ground.event.version)
  })
  .post('/events/:code/rules', async (c) => {
    const { act } = c.var
    const body = await c.req.parseBody()
    const { version } = versionForm.parse(body)
    const ground = await readGround(c)
    const values = rulesValues(body)
    const read = readRules(
      values,
      ground.event,
      { terms: ground.terms, calendar: ground.calendar, prices: ground.prices.map((list) => ({ id: list.id, hasEarly: hasEarly(list) })) },
      act.now,
    )
    if (read.problems) {
      c.status(422)
      return showRules(c, ground, { ...values, ...read.used }, version, read.problems)
    }
    const changed = await changeRules(act, { event: ground.event, version, rules: read.rules, accepting: read.accepting })
    if (!changed.ok) {
      c.status(409)
      const problem =
        changed.reason === 'trust_limit_below_taken'
          ? {
              placesPerTrust:
                'Enter a number that is no lower than the places that the schools of one trust have already, or leave it blank',
            }
          : { rules: changed.reason === 'stale' ? staleFormWords : refusalWords.cancelled }
      return showRules(c, ground, values, ground.event.version, problem)
    }
    flash(c, 'The rules are saved')
    return c.redirect(`/organiser/events/${ground.event.code}`, 303)
  })
  .get('/events/:code/held-back', async (c) => {
    const values = c.var.typedBefore ? heldBackValues(bodyFrom(c.var.typedBefore)) : nothing
    return showHeld(c, await readHeld(c, values.schools), values, newId(c.var.act.now))
  })
  .post('/events/:code/held-back', async (c) => {
    const { act } = c.var
    const body = await c.req.parseBody()
    const { id = newId(act.now), do: pressed } = readHeldBackButton(body)
    const values = heldBackValues(body)
    const found = await readHeld(c, values.schools, schoolWordsIn(body))
    if (pressed === 'add-school')
      return showHeld(c, found, { ...values, schools: [...values.schools, ''].slice(0, mostSchoolsHeldFor) }, id)
    const { finding, chosen } = found.schools
    if (finding) {
      if (finding.problems) c.status(422)
      return showHeld(c, found, values, id, finding.problems)
    }
    const selectable = chosen.map((school) => school.id)
    const read = readHeldBack(values, found.event, selectable, found.calendar, act.now)
    if (read.problems) {
      c.status(422)
      return showHeld(c, found, { ...values, ...read.used }, id, read.problems)
    }
    const held = await holdBack(act, { event: found.event, id, heldBack: read.heldBack })
    if (!held.ok) {
      c.status(409)
      const again = held.reason === 'saved_otherwise' ? newId(act.now) : id
      return showHeld(c, await readHeld(c, values.schools), values, again, { places: holdRefusals[held.reason] })
    }
    flash(c, atStart(read.heldBack.places, 'place is reserved', 'places are reserved'))
    return c.redirect(`/organiser/events/${found.event.code}/held-back`, 303)
  })

export const organiserRulesPages = withPages(ruleRoutes, release)
