import { Hono } from 'hono'
import { selectEditions, selectNames } from '#attendance/requirements/edition-store.ts'
import { selectSchoolsKnown } from '#attendance/requirements/facts-store.ts'
import { bareSchoolStandingOn } from '#attendance/requirements/school-standing.ts'
import { saySchoolStanding, saySchoolState, sayUntold, withoutPeople } from '#attendance/requirements/sentence.ts'
import { type Day, londonDay, sayDay } from '#base/dates.ts'
import { mapped, readNow, readTogether, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { files, list } from '#base/list/list.tsx'
import { mayAsk } from '#base/web/access.ts'
import type { AppEnv } from '#base/web/env.ts'
import { withPages } from '#base/web/page.tsx'
import { Link } from '#base/web/page-parts.tsx'
import { type Asked, askedOf } from '#base/web/press.tsx'
import { counted } from '#base/words.ts'
import { dimensionNames } from './coverage.ts'
import { share } from './figures.ts'
import { readStandingAsked, type StandingAsked, sameStandings } from './forms.ts'
import { choicesOn, type StandingCategory, type StandingSchool, standingAnswers } from './standing.ts'
import { selectStandingFigures, selectStandingTrend, standingSchools } from './standing-store.ts'
import { StandingSchoolsAbove } from './views/standing-schools.tsx'
import { StandingTrendPage } from './views/standing-trend.tsx'
import { StandingsPage, sayAnswer } from './views/standings.tsx'

const askOf = ({ query, now, council }: Pick<Asked, 'query' | 'now' | 'council'>) => {
  const today = londonDay(now)
  const asked = readStandingAsked(query)
  return { today, asked, question: { requirement: asked.requirement, on: today, laCodes: council.laCodes, by: asked.by } }
}

/** Of those to choose from the one asked for: the first if none is. */
const foundIn = (choices: ReturnType<typeof choicesOn>, asked: StandingAsked) =>
  choices.find(({ id }) => id === asked.requirement) ?? (asked.requirement === '' ? choices[0] : undefined)

const selectStanding = (of: Pick<Asked, 'db' | 'query' | 'now' | 'council'>) => {
  const { today, asked, question } = askOf(of)
  return mapped(
    together({
      editions: selectEditions(of.db),
      names: selectNames(of.db, today),
      figures: selectStandingFigures(of.db, question),
    }),
    ({ editions, names, figures }) => {
      const choices = choicesOn(editions, today)
      const chosen = foundIn(choices, asked)
      return chosen && { today, asked: { ...asked, requirement: chosen.id }, choices, chosen, names, figures }
    },
  )
}

/** How each school stands, and the sentence why, as they follow from its records now. */
const withSentences = async (
  db: SqlDatabase,
  requirementId: string,
  schools: readonly StandingSchool[],
  day: Day,
): Promise<StandingSchool[]> => {
  const ids = schools.map(({ id }) => id)
  const { editions, known } = await readTogether(db, { editions: selectEditions(db), known: selectSchoolsKnown(db, ids, day) })
  const own = editions.filter((edition) => edition.requirementId === requirementId)
  const factsOf = new Map(known.map(({ rootId, ...facts }) => [rootId, facts]))
  return schools.map((school) => {
    const facts = factsOf.get(school.id)
    const found = facts && bareSchoolStandingOn({ ...facts, editions: own }, day)
    if (!found) return school
    const { about } = school
    const shown = withoutPeople(found)
    const why =
      about === 'proposed' || about === 'untold' || (about === 'gap' && found.state === 'not_known')
        ? sayUntold(about, found.edition, 'council')
        : saySchoolStanding(shown)
    return { ...school, said: saySchoolState(shown), why }
  })
}

const schools = list({
  at: '/schools',
  ask: askOf,
  beside: ({ db, asked, today }) =>
    mapped(selectEditions(db), (editions) => {
      const chosen = foundIn(choicesOn(editions, today), asked)
      return chosen && { chosen, kept: { ...asked, requirement: chosen.id } }
    }),
  title: 'Schools behind the figures',
  heading: ({ asked, chosen }) => sayAnswer(asked.state, chosen),
  caption: ({ chosen, today }) => `${chosen.label}, as at ${sayDay(today)}`,
  back: ({ kept }) => ({ href: `/coverage/requirements?${sameStandings(kept)}`, text: 'Back to the report' }),
  rows: ({ question, asked }) => standingSchools(question, asked),
  filled: ({ db }, { chosen, today }, rows) => withSentences(db, chosen.id, rows, today),
  of: ['school'],
  tableCaption: ({ total }) => counted(total, 'school'),
  columns: ({ asked }) => [
    { name: 'URN', value: ({ urn }) => urn },
    {
      name: 'School',
      cell: ({ id, name }) => <Link href={`/organiser/schools/${id}/requirements`}>{name}</Link>,
      value: ({ name }) => name,
    },
    { name: 'Town', cell: ({ town }) => town, value: ({ town }) => town },
    { name: 'URN', cell: ({ urn }) => urn },
    { name: dimensionNames[asked.by], cell: ({ category }) => category, value: ({ category }) => category },
    { name: 'State', cell: ({ said }) => said, value: ({ said }) => said },
    { name: 'Why', cell: ({ why }) => why, value: ({ why }) => why },
    { name: 'Changes by itself on', value: ({ turnsOn }) => turnsOn },
    { name: 'Requirement', value: (_, { chosen }) => chosen.label },
    { name: 'As at', value: (_, { today }) => today },
    { name: 'As known at', value: (_, { now }) => now.toISOString() },
  ],
  above: ({ kept, chosen }) => <StandingSchoolsAbove asked={kept} chosen={chosen} />,
  none: 'No schools.',
  file: {
    name: ({ chosen, today }) => `standings-schools-${chosen.id}-${today}`,
    log: ({ chosen, asked }, schools) => ({
      act: 'coverage_standings.exported',
      after: { schools, requirementId: chosen.id, by: asked.by, state: asked.state },
    }),
  },
})

const figures = files({
  at: '/figures',
  beside: selectStanding,
  title: 'How schools stand',
  whole: { rows: (found) => [...found.figures.categories, found.figures.whole] },
  columns: ({ asked, chosen, today, now }) => [
    { name: dimensionNames[asked.by], value: ({ label }) => label },
    { name: 'Schools asked', value: (row) => row.asked },
    ...standingAnswers.flatMap((answer) =>
      answer === 'all'
        ? []
        : [
            {
              name: sayAnswer(answer, chosen),
              value: ({ dueSoon, counts }: StandingCategory) => (answer === 'due_soon' ? dueSoon : counts[answer]),
            },
          ],
    ),
    { name: 'Per cent in date', value: (row) => share(row.counts.in_date, row.asked) },
    { name: 'Requirement', value: () => chosen.label },
    { name: 'As at', value: () => today },
    { name: 'As known at', value: () => now.toISOString() },
  ],
  file: {
    name: ({ chosen, today }) => `standings-${chosen.id}-${today}`,
    log: ({ chosen, asked }, rows, format) => ({
      act: 'standing_figures.exported',
      after: { requirementId: chosen.id, by: asked.by, rows, format },
    }),
  },
})

/** Mounted at /coverage/requirements. */
export const reportStandingPages = withPages(new Hono<AppEnv>(), schools, figures)
  .get('/', async (c) => {
    const found = await readNow(c.var.act.db, selectStanding(askedOf(c)))
    if (!found) throw notFound('requirement')
    const { today, asked, choices, chosen, names, figures } = found
    const freezeAs = mayAsk(c.var.act.actor, 'POST /coverage/frozen/requirements') && chosen.edition ? newId(c.var.act.now) : undefined
    const mayChase = mayAsk(c.var.act.actor, 'GET /organiser/chasing')
    return c.render(
      <StandingsPage
        today={today}
        asked={asked}
        choices={choices}
        chosen={chosen}
        names={names}
        freezeAs={freezeAs}
        mayChase={mayChase}
        {...figures}
        every={c.var.council.breakdowns === 'all'}
      />,
      {
        title: 'How schools stand',
      },
    )
  })

  .get('/trends', async (c) => {
    const { act } = c.var
    const { today, asked, question } = askOf(askedOf(c))
    const { editions, taken } = await readTogether(act.db, {
      editions: selectEditions(act.db),
      taken: selectStandingTrend(act.db, question),
    })
    const chosen = foundIn(choicesOn(editions, today), asked)
    if (!chosen) throw notFound('requirement')
    return c.render(<StandingTrendPage chosen={chosen} taken={taken} />, {
      title: 'How schools stood over time',
      back: { href: `/coverage/requirements?${sameStandings({ ...asked, requirement: chosen.id })}`, text: 'Back to the report' },
    })
  })

  // The page of the school says why, and on another day.
  .get('/schools/:id', (c) => c.redirect(`/organiser/schools/${c.req.param('id')}/requirements`, 302))
