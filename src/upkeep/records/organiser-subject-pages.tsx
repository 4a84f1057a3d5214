import { type Context, Hono } from 'hono'
import { londonDay, sayDay } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { zipping } from '#base/web/zip.ts'
import { answerRequest, checkIdentity, makeCopy, recordRequest } from './answer-request.ts'
import { filesOf } from './csv.ts'
import { answerForm, identityForm, requestForm } from './forms.ts'
import { countCopied, readRequests, requestById } from './subject-store.ts'
import { requestRefusals } from './views/refusals.tsx'
import { SubjectPage } from './views/subject.tsx'

type C = Context<AppEnv>
const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'
const pageOf = (personId: string): string => `/organiser/records/people/${personId}`

const show = async (c: C, personId: string, problem?: string) => {
  const { db, now } = c.var.act
  const [found, requests] = await Promise.all([countCopied(db, personId), readRequests(db, personId)])
  if (!found) throw notFound('person')
  return c.render(<SubjectPage personId={personId} {...found} requests={requests} today={londonDay(now)} problem={problem} />, {
    title: 'What is stored about a person',
    back: { href: `/organiser/people/${personId}`, text: 'The person' },
    hasProblems: problem !== undefined,
  })
}

const personOf = async (c: C): Promise<string> => {
  const request = await requestById(c.var.act.db, c.req.param('id') ?? '')
  if (!request) throw notFound('request')
  return request.personId
}

/** Subject requests; mounted at /organiser/records. */
export const organiserSubjectPages = new Hono<AppEnv>()
  .get(`/people/:id{${uuid}}`, (c) => show(c, c.req.param('id')))

  .post(`/people/:id{${uuid}}/requests`, async (c) => {
    const personId = c.req.param('id')
    const read = requestForm(londonDay(c.var.act.now)).safeParse(await c.req.parseBody())
    const recorded = read.success ? await recordRequest(c.var.act, { personId, ...read.data }) : undefined
    if (!recorded?.ok) {
      c.status(422)
      return show(
        c,
        personId,
        recorded ? requestRefusals[recorded.reason] : 'Say what was asked, and on which day until today it came, like 1/9/2026',
      )
    }
    flash(c, `Recorded. It must be answered by ${sayDay(recorded.value.dueOn)}.`)
    return c.redirect(pageOf(personId), 303)
  })

  .post(`/requests/:id{${uuid}}/identity`, async (c) => {
    const personId = await personOf(c)
    const read = identityForm.safeParse(await c.req.parseBody())
    const noted = read.success ? await checkIdentity(c.var.act, c.req.param('id'), read.data.how) : undefined
    if (!noted?.ok) {
      c.status(422)
      return show(c, personId, noted ? requestRefusals[noted.reason] : 'Say how it was made sure who asks')
    }
    flash(c, 'Noted.')
    return c.redirect(pageOf(personId), 303)
  })

  .post(`/requests/:id{${uuid}}/copy`, async (c) => {
    const personId = await personOf(c)
    const copy = await makeCopy(c.var.act, c.req.param('id'))
    if (!copy.ok) {
      c.status(409)
      return show(c, personId, requestRefusals[copy.reason])
    }
    const pieces = [...zipping(filesOf(copy.value, c.var.council.name, sayDay(c.var.act.now)))]
    return c.body(await new Blob(pieces as Uint8Array<ArrayBuffer>[]).arrayBuffer(), 200, {
      'content-type': 'application/zip',
      'content-disposition': 'attachment; filename="your-data.zip"',
      'cache-control': 'no-store',
    })
  })

  .post(`/requests/:id{${uuid}}/answer`, async (c) => {
    const personId = await personOf(c)
    const read = answerForm.safeParse(await c.req.parseBody())
    const answered = read.success ? await answerRequest(c.var.act, c.req.param('id'), read.data.outcome) : undefined
    if (!answered?.ok) {
      c.status(409)
      return show(c, personId, answered ? requestRefusals[answered.reason] : 'Say what became of it')
    }
    flash(c, 'The request is answered.')
    return c.redirect(pageOf(personId), 303)
  })
