import { type Context, Hono } from 'hono'
import { selectNames } from '#attendance/requirements/choice-store.ts'
import { selectEditions } from '#attendance/requirements/edition-store.ts'
import { selectSchoolsKnown } from '#attendance/requirements/facts-store.ts'
import { bareSchoolStandingOn } from '#attendance/requirements/school-standing.ts'
import { saySchoolStanding, saySchoolState, sayUntold, withoutPeople } from '#attendance/requirements/sentence.ts'
import { sayState } from '#attendance/requirements/state.ts'
import { type Day, londonDay } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { logExport } from '#base/log/export-log.ts'
import { mayAsk } from '#base/web/access.ts'
import { csvHeaders, toCsv } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { dimensionNames } from './coverage.ts'
import { share } from './figures.ts'
import { readStandingAsked, type StandingAsked, sameStandings } from './forms.ts'
import { choicesOn, type Sentences, type StandingSchool, standingAnswers } from './standing.ts'
import { selectStandingFigures, selectStandingSchools, selectStandingTrend } from './standing-store.ts'
import { StandingSchoolsPage } from './views/standing-schools.tsx'
import { StandingTrendPage } from './views/standing-trend.tsx'
import { StandingsPage, sayAnswer } from './views/standings.tsx'

const pageSize = 50

type C = Context<AppEnv>

const ask = (c: C) => {
  const { act, council } = c.var
  const today = londonDay(act.now)
  const asked = readStandingAsked(c.req.query())
  return { act, today, asked, question: { requirement: asked.requirement, on: today, laCodes: council.laCodes, by: asked.by } }
}

/** Requirements to choose from, and the one asked for: the first if none is. */
const chosenOf = (choices: ReturnType<typeof choicesOn>, asked: StandingAsked) => {
  const chosen = choices.find(({ id }) => id === asked.requirement) ?? (asked.requirement === '' ? choices[0] : undefined)
  if (!chosen) throw notFound('requirement')
  return chosen
}

const ground = async (c: C) => {
  const { act, today, asked, question } = ask(c)
  const { editions, names, figures } = await readTogether(act.db, {
    editions: selectEditions(act.db),
    names: selectNames(act.db, today),
    figures: selectStandingFigures(act.db, question),
  })
  const choices = choicesOn(editions, today)
  const chosen = chosenOf(choices, asked)
  return { act, today, asked: { ...asked, requirement: chosen.id }, choices, chosen, names, figures }
}

/** How each school stands, and the sentence why, as they follow from its records now. */
const sentencesOf = async (c: C, requirementId: string, schools: readonly StandingSchool[], day: Day): Promise<Sentences> => {
  const { db } = c.var.act
  const { editions, known } = await readTogether(db, {
    editions: selectEditions(db),
    known: selectSchoolsKnown(
      db,
      schools.map(({ id }) => id),
      day,
    ),
  })
  const own = editions.filter((edition) => edition.requirementId === requirementId)
  return new Map(
    known.flatMap(({ rootId, ...facts }) => {
      const found = bareSchoolStandingOn({ ...facts, editions: own }, day)
      if (!found) return []
      const about = schools.find(({ id }) => id === rootId)?.about
      const shown = withoutPeople(found)
      const why =
        about === 'proposed' || about === 'untold' || (about === 'gap' && found.state === 'not_known')
          ? sayUntold(about, found.edition, 'council')
          : saySchoolStanding(shown)
      return [[rootId, { said: saySchoolState(shown), why }] as const]
    }),
  )
}

const listOf = async (c: C, every: boolean) => {
  const { act, today, asked, question } = ask(c)
  const { editions, list } = await readTogether(act.db, {
    editions: selectEditions(act.db),
    list: selectStandingSchools(act.db, question, {
      ...{ state: asked.state, category: asked.category, q: asked.q },
      ...(every ? {} : { limit: pageSize, offset: (asked.page - 1) * pageSize }),
    }),
  })
  const chosen = chosenOf(choicesOn(editions, today), asked)
  const sentences = await sentencesOf(c, chosen.id, list.schools, today)
  return { act, today, asked: { ...asked, requirement: chosen.id }, chosen, list, sentences }
}

/** Mounted at /coverage/requirements. */
export const reportStandingPages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const { today, asked, choices, chosen, names, figures } = await ground(c)
    const freezeAs = mayAsk(c.var.act.actor, 'POST /coverage/frozen/requirements') && chosen.edition ? newId(c.var.act.now) : undefined
    const mayChase = mayAsk(c.var.act.actor, 'GET /organiser/chasing')
    return c.render(
      <StandingsPage
        {...{ today, asked, choices, chosen, names, freezeAs, mayChase }}
        {...figures}
        every={c.var.council.breakdowns === 'all'}
      />,
      {
        title: 'How schools stand',
      },
    )
  })

  .get('/figures.csv', async (c) => {
    const { act, today, asked, chosen, figures } = await ground(c)
    const shown = standingAnswers.filter((one) => one !== 'all')
    const rows = [...figures.categories, figures.whole].map((one) => [
      one.label,
      one.asked,
      ...shown.map((answer) => (answer === 'due_soon' ? one.dueSoon : one.counts[answer])),
      share(one.counts.in_date, one.asked),
      ...[chosen.label, today, act.now.toISOString()],
    ])
    const columns = [dimensionNames[asked.by], 'Schools asked', ...shown.map((answer) => sayAnswer(answer, chosen)), 'Per cent in date']
    return c.body(toCsv([...columns, 'Requirement', 'As at', 'As known at'], rows), 200, csvHeaders(`standings-${chosen.id}-${today}`))
  })

  .get('/trends', async (c) => {
    const { act, today, asked, question } = ask(c)
    const { editions, taken } = await readTogether(act.db, {
      editions: selectEditions(act.db),
      taken: selectStandingTrend(act.db, question),
    })
    const chosen = chosenOf(choicesOn(editions, today), asked)
    return c.render(<StandingTrendPage {...{ chosen, taken }} />, {
      title: 'How schools stood over time',
      back: { href: `/coverage/requirements?${sameStandings({ ...asked, requirement: chosen.id })}`, text: 'Back to the report' },
    })
  })

  .get('/schools', async (c) => {
    const { today, asked, chosen, list, sentences } = await listOf(c, false)
    return c.render(<StandingSchoolsPage {...{ today, asked, chosen, sentences, pageSize }} {...list} url={c.req.url} />, {
      title: 'Schools behind the figures',
      back: { href: `/coverage/requirements?${sameStandings(asked)}`, text: 'Back to the report' },
    })
  })

  .get('/schools.csv', async (c) => {
    const { act, today, asked, chosen, list, sentences } = await listOf(c, true)
    await logExport(act, {
      act: 'coverage_standings.exported',
      after: { schools: list.schools.length, requirementId: chosen.id, by: asked.by, state: asked.state },
    })
    const rows = list.schools.map((school) => [
      ...[
        school.urn,
        school.name,
        school.town,
        school.category,
        sentences.get(school.id)?.said ?? sayState(school),
        sentences.get(school.id)?.why ?? '',
        school.turnsOn ?? '',
      ],
      ...[chosen.label, today, act.now.toISOString()],
    ])
    const columns = ['URN', 'School', 'Town', dimensionNames[asked.by], 'State', 'Why', 'Changes by itself on', 'Requirement', 'As at']
    return c.body(toCsv([...columns, 'As known at'], rows), 200, csvHeaders(`standings-schools-${chosen.id}-${today}`))
  })

  // The page of the school says why, and on another day.
  .get('/schools/:id', (c) => c.redirect(`/organiser/schools/${c.req.param('id')}/requirements`, 302))
