import { Hono } from 'hono'
import { standingDay } from '#attendance/coverage/forms.ts'
import { addDays, type Day, londonDay } from '#base/dates.ts'
import { readTogether, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { sha256 } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { afterwards, press } from '#base/web/press.tsx'
import { type ListedLink, opensAnswer } from './answer-link.ts'
import { answerQuery, linkForm } from './forms.ts'
import { linesOf } from './line.ts'
import { selectAnswerLink, selectAnswerLinks } from './link-store.ts'
import { endAnswerLink, makeAnswerLink, noteOpening } from './make-answer-link.ts'
import type { Topic } from './population.ts'
import { answerOf, selectSubjects } from './store.ts'
import { linesForReaders } from './suppression.ts'
import { NoAnswerPage, noAnswer } from './views/choice.tsx'
import { ClosedAnswerLinkPage, LinkedAnswerPage, LinksPage } from './views/links.tsx'
import { linkRefusals } from './views/refusals.tsx'

const send = press({
  at: '/links',
  read: ({ db, now }) => selectSubjects(db, now),
  form: (now, { topics }, { answerLinkDays }) => linkForm(topics, londonDay(now), Number(answerLinkDays)),
  filled: ({ topic, today }: { topics: readonly Topic[]; topic: string | undefined; today: Day }) => ({
    topic,
    lastDay: addDays(today, 14),
  }),
  button: 'Send the link',
  act: (act, asked, { id }) => makeAnswerLink(act, { id, ...asked }),
  refused: linkRefusals,
  done: 'The link is on its way',
  to: '/answer/links',
})

const end = press({
  at: '/links/:id/end',
  button: ({ email }: ListedLink) => [{ text: 'End', of: `the link ${email ? `of ${email}` : 'to it'}`, kind: 'secondary' }],
  act: (act, _, { part }) => endAnswerLink(act, part('id')),
  refused: afterwards({ not_allowed: linkRefusals.not_allowed }),
  done: 'The link is ended',
  to: '/answer/links',
})

const links = page({
  at: '/links',
  read: ({ db, now }) => together({ links: selectAnswerLinks(db), subjects: selectSubjects(db, now) }),
  title: 'Links to the answer',
  back: { href: '/answer', text: 'Answer' },
  wide: true,
  presses: { send, end },
  show: ({ links, subjects: { topics } }, forms, { query, now }) => (
    <LinksPage
      links={links}
      now={now}
      form={forms.send({ topics, topic: query['topic'], today: londonDay(now) })}
      end={(link) => forms.end(link, { id: link.id })}
    />
  ),
})

/** Who reads the answer by a link, for officers. Mounted at /answer. */
export const reportLinkPages = withPages(new Hono<AppEnv>(), links)

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
    return c.render(<NoAnswerPage action={action} topic={topic} since={since} problems={problems} typed={on} />, noAnswer(topic))
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
