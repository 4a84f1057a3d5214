import { type Context, Hono } from 'hono'
import { usualPeriod } from '#attendance/coverage/coverage.ts'
import { londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { logExport } from '#base/log/export-log.ts'
import { mayAsk } from '#base/web/access.ts'
import { csvHeaders, csvOf } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { answerQuery } from './forms.ts'
import { fileColumns, linesOf, schoolsBehind } from './line.ts'
import { readPopulation, selectSubjects } from './store.ts'
import { linesForReaders } from './suppression.ts'
import { AnswerPage } from './views/answer.tsx'

/** What is asked: a topic and the guidance on it, by default what was issued last. */
const ask = async (c: Context<AppEnv>) => {
  const { act } = c.var
  const asked = answerQuery.parse(c.req.query())
  const { topics, guidance: every } = await readNow(act.db, selectSubjects(act.db, act.now))
  const topic = topics.find(({ id }) => id === (asked.topic || every[0]?.topicId)) ?? (asked.topic ? undefined : topics[0])
  if (!topic) throw notFound('topic')
  const ofTopic = every.filter(({ topicId }) => topicId === topic.id)
  const guidance = asked.guidance
    ? ofTopic.find(({ id }) => id === asked.guidance)
    : (ofTopic.find(({ isAnswered }) => isAnswered) ?? ofTopic[0])
  if (asked.guidance && !guidance) throw notFound('guidance')
  const on = londonDay(act.now)
  return {
    act,
    asked,
    topics,
    ofTopic,
    ...(await readPopulation(act, { topic, guidance, from: usualPeriod(on).from, on, school: asked.open && asked.school })),
  }
}

/** Five questions of a member on one topic, answered from the record. Mounted at /answer. */
export const reportAnswersPages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const { act, asked, topics, ofTopic, population, final, rows, outside } = await ask(c)
    const namesSchools = mayAsk(act.actor, 'GET /answer/schools.csv')
    const opened = namesSchools && asked.open ? schoolsBehind(population, asked.open) : undefined
    if (namesSchools && asked.open && !opened) throw notFound('figure')
    const school = opened?.find(({ schoolId }) => schoolId === asked.school)
    if (opened && asked.school && !school) throw notFound('school')
    const lines = linesOf(population)
    return c.render(
      <AnswerPage
        {...{ topics, ofTopic, opened, school, namesSchools }}
        outside={namesSchools ? outside : { ...outside, advice: [] }}
        rows={namesSchools ? rows : undefined}
        opensEntries={mayAsk(act.actor, 'GET /log/entries/:index/row')}
        about={population.about}
        open={asked.open}
        lines={namesSchools ? lines : linesForReaders(lines, final)}
        reported={Boolean(c.env.RESEND_WEBHOOK_SECRET)}
        knownAt={act.now}
      />,
      { title: population.about.topic.label },
    )
  })

  .get('/schools.csv', async (c) => {
    const { act, population } = await ask(c)
    const { about, rows } = population
    await logExport(act, {
      act: 'answer.exported',
      after: { schools: rows.length, topicId: about.topic.id, documentId: about.guidance?.id, on: about.on },
    })
    return c.body(csvOf(fileColumns, rows), 200, csvHeaders(`answer-${about.topic.id}-${about.on}`))
  })
