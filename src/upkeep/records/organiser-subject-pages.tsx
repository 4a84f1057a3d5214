import { Hono } from 'hono'
import { londonDay, sayDay } from '#base/dates.ts'
import { mapped, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { zipping } from '#base/web/zip.ts'
import { answerRequest, checkIdentity, makeCopy, recordRequest } from './answer-request.ts'
import { filesOf } from './csv.ts'
import { answerForm, identityForm, requestForm } from './forms.ts'
import { selectRequests, selectStored } from './subject-store.ts'
import { requestRefusals } from './views/refusals.tsx'
import { Subject } from './views/subject.tsx'

const uuid = '{[0-9a-f]{8}-[0-9a-f-]{27}}'
const at = `/people/:id${uuid}`
const ofRequest = `${at}/requests/:request${uuid}`
const pagePath = ({ part }: Asked): string => `/organiser/records/people/${part('id')}`

const readRequest = ({ db, part }: Asked) =>
  mapped(selectRequests(db, part('id')), (requests) => requests.find(({ id }) => id === part('request')))

const record = press({
  at: `${at}/requests`,
  form: (now) => requestForm(londonDay(now)),
  button: 'Record',
  act: (act, request, { part, id }) => recordRequest(act, { id, personId: part('id'), ...request }),
  refused: requestRefusals,
  done: (_, { dueOn }) => `Recorded. It must be answered by ${sayDay(dueOn)}.`,
  to: pagePath,
})

const identity = press({
  at: `${ofRequest}/identity`,
  read: readRequest,
  form: identityForm,
  button: 'Save',
  act: (act, { how }, { part }) => checkIdentity(act, part('request'), how),
  refused: requestRefusals,
  done: 'Noted.',
  to: pagePath,
})

const copy = press({
  at: `${ofRequest}/copy`,
  read: readRequest,
  button: [{ text: 'Make the copy (ZIP)', kind: 'secondary' }],
  act: async (act, _, { part, council, c }) => {
    const result = await makeCopy(act, part('request'))
    if (!result.ok) return result
    const pieces = [...zipping(filesOf(result.value, council.name, sayDay(act.now)))]
    return c.body(await new Blob(pieces as Uint8Array<ArrayBuffer>[]).arrayBuffer(), 200, {
      'content-type': 'application/zip',
      'content-disposition': 'attachment; filename="your-data.zip"',
      'cache-control': 'no-store',
    })
  },
  refused: requestRefusals,
  to: pagePath,
})

const answer = press({
  at: `${ofRequest}/answer`,
  read: readRequest,
  form: (_, { kind }) => answerForm(kind),
  button: 'Save',
  act: (act, { outcome }, { part }) => answerRequest(act, part('request'), outcome),
  refused: requestRefusals,
  done: 'The request is answered.',
  to: pagePath,
})

const subject = page({
  at,
  // Read after permission was checked, because it reads many tables.
  also: async ({ db }, _, { part }) => {
    const { stored, requests } = await readTogether(db, { stored: selectStored(db, part('id')), requests: selectRequests(db, part('id')) })
    if (!stored) throw notFound('person')
    return { ...stored, requests, personId: part('id') }
  },
  title: 'What is stored about a person',
  heading: ({ name }) => `What is stored about ${name}`,
  back: ({ personId }) => ({ href: `/organiser/people/${personId}`, text: 'The person' }),
  presses: { record, identity, copy, answer },
  show: (found, forms, { now }) => <Subject {...found} forms={forms} today={londonDay(now)} />,
})

/** Subject requests; mounted at /organiser/records. */
export const organiserSubjectPages = withPages(new Hono<AppEnv>(), subject)
