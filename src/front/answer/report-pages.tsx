import { Hono } from 'hono'
import { standingDay } from '#attendance/coverage/forms.ts'
import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { readAt } from '#base/db/list-rows.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { files } from '#base/list/list.tsx'
import { mayAsk } from '#base/web/access.ts'
import type { AppEnv } from '#base/web/env.ts'
import { withPages } from '#base/web/page.tsx'
import { keepAskedTopic } from '#people/accounts/account-store.ts'
import { sinceReport } from './difference.ts'
import { readSince } from './difference-store.ts'
import { answerQuery } from './forms.ts'
import { fileColumns, linesOf, schoolsBehind } from './line.ts'
import { readAnswer } from './store.ts'
import { linesForReaders } from './suppression.ts'
import { AnswerPage } from './views/answer.tsx'
import { NoAnswerPage, noAnswer } from './views/choice.tsx'

const ask = async (act: Act, query: Record<string, string>) => {
  const asked = answerQuery.parse(query)
  const { day, problems } = standingDay(asked.on, londonDay(act.now))
  const answer = await readAnswer(act, { ...asked, on: problems['on'] ? null : day, school: asked.open && asked.school })
  if (!answer) throw notFound('topic or guidance')
  return { asked, problems, answer }
}

const schools = files({
  at: '/schools',
  find: async (act, { query }) => (await ask(act, query)).answer.population,
  title: ({ about }) => about.topic.label,
  whole: { rows: ({ rows }) => rows },
  columns: fileColumns,
  file: {
    name: ({ about }) => `answer-${about.topic.id}-${about.on}`,
    log: ({ about }, schools) => ({
      act: 'answer.exported',
      after: { schools, topicId: about.topic.id, documentId: about.guidance?.id, on: about.on },
    }),
  },
})

/** What a member asks of a topic and a day, answered from the record. Mounted at /answer. */
export const reportAnswersPages = withPages(new Hono<AppEnv>(), schools).get('/', async (c) => {
  const { act } = c.var
  const { asked, problems, answer } = await ask(act, c.req.query())
  const { accountId, askedTopicId } = act.actor
  const { topic: topicId } = asked
  if (accountId && topicId && topicId !== askedTopicId) act.soFar?.follows.push(() => keepAskedTopic(act.db, accountId, topicId))
  if (answer.population === undefined) {
    const { topics, topic, since } = answer
    c.status(422)
    return c.render(<NoAnswerPage topics={topics} topic={topic} since={since} problems={problems} typed={asked.on} />, noAnswer(topic))
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
      topics={topics}
      ofTopic={ofTopic}
      opened={opened}
      school={school}
      namesSchools={namesSchools}
      last={last}
      since={since}
      closed={namesSchools ? closed : []}
      outside={namesSchools ? outside : { ...outside, advice: [] }}
      rows={namesSchools ? rows : undefined}
      opensEntries={mayAsk(act.actor, 'GET /log/entries/:index/row')}
      about={population.about}
      open={asked.open}
      at={readAt(asked)}
      url={c.req.url}
      lines={namesSchools ? lines : linesForReaders(lines, final)}
      reported={Boolean(c.env.RESEND_WEBHOOK_SECRET)}
      knownAt={act.now}
      makeAs={population.rows.length > 0 && mayAsk(act.actor, 'POST /reports') ? newId(act.now) : undefined}
    />,
    { title: population.about.topic.label },
  )
})
