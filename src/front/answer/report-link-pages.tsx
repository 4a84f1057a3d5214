import { type Context, Hono } from 'hono'
import { standingDay } from '#attendance/coverage/forms.ts'
import { londonDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId, sha256 } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { type Body, formId, problemsOf, text } from '#base/web/form.ts'
import { opensAnswer } from './answer-link.ts'
import { answerQuery, linkForm } from './forms.ts'
import { linesOf } from './line.ts'
import { selectAnswerLink, selectAnswerLinks } from './link-store.ts'
import { endAnswerLink, makeAnswerLink, noteOpening } from './make-answer-link.ts'
import { answerOf, selectSubjects } from './store.ts'
import { linesForReaders } from './suppression.ts'
import { NoAnswerPage, noAnswer } from './views/choice.tsx'
import { ClosedAnswerLinkPage, LinkedAnswerPage, LinksPage } from './views/links.tsx'
import { notLinked } from './views/refusals.tsx'

type C = Context<AppEnv>

const at = '/answer/links'

const show = async (c: C, body: Body, problems?: Problems) => {
  const { db, now } = c.var.act
  const { links, subjects } = await readTogether(db, { links: selectAnswerLinks(db), subjects: selectSubjects(db, now) })
  if (problems) c.status(422)
  const typed = { topic: text(body, 'topic') || c.req.query('topic'), email: text(body, 'email'), lastDay: text(body, 'lastDay') }
  return c.render(
    <LinksPage {...{ links, now, typed, problems }} topics={subjects.topics} id={newId(now)} days={Number(c.var.council.answerLinkDays)} />,
    { title: 'Links to the answer', back: { href: '/answer', text: 'Answer' }, hasProblems: problems !== undefined },
  )
}

/** Who reads the answer by a link, for officers. Mounted at /answer/links. */
export const reportLinkPages = new Hono<AppEnv>()
  .get('/', (c) => show(c, {}))

  .post('/', async (c) => {
    const { act, council } = c.var
    const body: Body = await c.req.parseBody()
    const form = linkForm(londonDay(act.now), Number(council.answerLinkDays)).safeParse(body)
    if (!form.success) return show(c, body, problemsOf(form.error))
    const { topics } = await readNow(act.db, selectSubjects(act.db, act.now))
    const topic = topics.find(({ id }) => id === form.data.topic)
    if (!topic) return show(c, body, { topic: notLinked.no_topic })
    const { email, lastDay } = form.data
    const made = await makeAnswerLink(act, { id: formId(body, act.now), topic, email, lastDay })
    if (!made.ok) return show(c, body, { [made.reason === 'enough_today' ? 'email' : 'lastDay']: notLinked[made.reason] })
    flash(c, 'The link is on its way')
    return c.redirect(at, 303)
  })

  .post('/:id/end', async (c) => {
    const ended = await endAnswerLink(c.var.act, c.req.param('id'))
    flash(c, ended.ok ? 'The link is ended' : notLinked[ended.reason])
    return c.redirect(at, 303)
  })

/** The answer as readers see it, for whoever has the link. Mounted at /answer-link. */
export const publicAnswerLinkPages = new Hono<AppEnv>().get('/:token', async (c) => {
  const { act } = c.var
  const { on } = answerQuery.parse(c.req.query())
  const { day, problems } = standingDay(on, londonDay(act.now))
  const { link, subjects } = await readTogether(act.db, {
    link: selectAnswerLink(act.db, await sha256(c.req.param('token'))),
    subjects: selectSubjects(act.db, day),
  })
  if (!link) throw notFound('link')
  const asked = { topic: link.topicId, guidance: '', on: problems['on'] ? null : day }
  const answer = opensAnswer(link, act.now) ? await answerOf(act, asked, subjects) : undefined
  if (!answer) {
    c.status(410)
    return c.render(<ClosedAnswerLinkPage council={c.var.council} />, { title: 'This link has ended', hasProblems: true })
  }
  act.soFar?.follows.push(() => noteOpening(act, link.id))
  const action = c.req.path
  if (answer.population === undefined) {
    const { topic, since } = answer
    c.status(422)
    return c.render(<NoAnswerPage {...{ action, topic, since, problems }} typed={on} />, noAnswer(topic))
  }
  const { population, final, outside, last } = answer
  return c.render(
    <LinkedAnswerPage
      about={population.about}
      lines={linesForReaders(linesOf(population), final)}
      outside={{ ...outside, advice: [] }}
      last={last}
      reported={Boolean(c.env.RESEND_WEBHOOK_SECRET)}
      knownAt={act.now}
      lastDay={link.lastDay}
      action={action}
    />,
    { title: population.about.topic.label },
  )
})
