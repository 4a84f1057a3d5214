import { type Context, Hono } from 'hono'
import { standingDay } from '#attendance/coverage/forms.ts'
import { londonDay } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { logExport } from '#base/log/export-log.ts'
import { mayAsk } from '#base/web/access.ts'
import { csvHeaders, csvOf } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { keepAskedTopic } from '#people/accounts/account-store.ts'
import { sinceReport } from './difference.ts'
import { readSince } from './difference-store.ts'
import { answerQuery } from './forms.ts'
import { fileColumns, linesOf, schoolsBehind } from './line.ts'
import { readAnswer } from './store.ts'
import { linesForReaders } from './suppression.ts'
import { AnswerPage } from './views/answer.tsx'
import { NoAnswerPage, noAnswer } from './views/choice.tsx'

const ask = async (c: Context<AppEnv>) => {
  const { act } = c.var
  const asked = answerQuery.parse(c.req.query())
  const { day, problems } = standingDay(asked.on, londonDay(act.now))
  const answer = await readAnswer(act, { ...asked, on: problems['on'] ? null : day, school: asked.open && asked.school })
  if (!answer) throw notFound('topic or guidance')
  return { act, asked, problems, answer }
}

/** What a member asks of a topic and a day, answered from the record. Mounted at /answer. */
export const reportAnswersPages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const { act, asked, problems, answer } = await ask(c)
    const { accountId, askedTopicId } = act.actor
    const { topic: topicId } = asked
    if (accountId && topicId && topicId !== askedTopicId) act.soFar?.follows.push(() => keepAskedTopic(act.db, accountId, topicId))
    if (answer.population === undefined) {
      const { topics, topic, since } = answer
      c.status(422)
      return c.render(<NoAnswerPage {...{ topics, topic, since, problems }} typed={asked.on} />, noAnswer(topic))
    }
    const { topics, ofTopic, population, final, rows, outside, closed, last } = answer
    const namesSchools = mayAsk(act.actor, 'GET /answer/schools.csv')
    const since = namesSchools && asked.open === sinceReport && last?.before ? await readSince(act.db, population) : null
    const opened = namesSchools && asked.open && !since ? schoolsBehind(population, asked.open) : undefined
    if (namesSchools && asked.open && !opened && !since) throw notFound('figure')
    const school = opened?.find(({ schoolId }) => schoolId === asked.school)
    if (opened && asked.school && !school) throw notFound('school')
    const lines = linesOf(population)
    return c.render(
      <AnswerPage
        {...{ topics, ofTopic, opened, school, namesSchools, last, since }}
        closed={namesSchools ? closed : []}
        outside={namesSchools ? outside : { ...outside, advice: [] }}
        rows={namesSchools ? rows : undefined}
        opensEntries={mayAsk(act.actor, 'GET /log/entries/:index/row')}
        about={population.about}
        open={asked.open}
        page={asked.page}
        url={c.req.url}
        lines={namesSchools ? lines : linesForReaders(lines, final)}
        reported={Boolean(c.env.RESEND_WEBHOOK_SECRET)}
        knownAt={act.now}
        makeAs={population.rows.length > 0 && mayAsk(act.actor, 'POST /reports') ? newId(act.now) : undefined}
      />,
      { title: population.about.topic.label },
    )
  })

  .get('/schools.csv', async (c) => {
    const { act, answer } = await ask(c)
    if (answer.population === undefined) throw notFound('day')
    const { population } = answer
    const { about, rows } = population
    await logExport(act, {
      act: 'answer.exported',
      after: { schools: rows.length, topicId: about.topic.id, documentId: about.guidance?.id, on: about.on },
    })
    return c.body(csvOf(fileColumns, rows), 200, csvHeaders(`answer-${about.topic.id}-${about.on}`))
  })
