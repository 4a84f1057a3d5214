import { type Context, Hono } from 'hono'
import { readCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { instant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { logExport } from '#base/log/export-log.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { text } from '#base/web/form.ts'
import { oneAtATime } from '#base/web/pace.ts'
import { pdfHeaders, pdfOf } from '#base/web/pdf.ts'
import { progressOf } from '#returns/filling/condition.ts'
import { placeOf, returnPath } from '#returns/filling/school-pages.tsx'
import { questionsOf } from '#returns/filling/school-return.ts'
import { waitsForWord } from '#returns/filling/shown-question.ts'
import { confirmSigned } from './confirm-signature.ts'
import { documentOf } from './document.ts'
import { readSigning } from './read-signatures.ts'
import { signReturn } from './sign-return.ts'
import { CheckPage } from './views/check.tsx'
import { FrontPage, type SectionLine } from './views/overview.tsx'
import { confirmRefusals, signingRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>

const showCheck = async (c: C, wrong: { problems?: Problems; why?: string } = {}) => {
  const { schoolId, returnId, base } = placeOf(c)
  const { act } = c.var
  const signing = await readSigning(act, schoolId, returnId)
  return c.render(<CheckPage {...{ signing, base }} now={instant(act.now)} {...wrong} />, {
    title: signing.own.submitted ? 'Sign the return' : 'Check, sign and submit',
    back: { href: base, text: signing.own.title },
    hasProblems: wrong.problems !== undefined,
  })
}

/** For whoever has to do with a school's return. Mounted at /school. */
export const schoolSigningPages = new Hono<AppEnv>()
  .get(returnPath, async (c) => {
    const { act } = c.var
    const { schoolId, returnId, base } = placeOf(c)
    const signing = await readSigning(act, schoolId, returnId)
    const lines = signing.sections.map((section): SectionLine => {
      const states = signing.states.filter(({ question }) => question.sectionId === section.id)
      return {
        section,
        ...progressOf(questionsOf(signing), section.questions, signing.entries),
        waiting: states.filter((state) => state.asked && waitsForWord(state)).length,
        writers: signing.writers.flatMap(({ sectionId, by }) => (sectionId === section.id ? [by || 'somebody'] : [])),
      }
    })
    return c.render(<FrontPage {...{ signing, base, lines }} now={instant(act.now)} />, {
      title: signing.own.title,
      back: { href: `/school/${schoolId}/returns`, text: 'Safeguarding audits' },
    })
  })

  .get(`${returnPath}/check`, (c) => showCheck(c))

  .post(`${returnPath}/check`, async (c) => {
    const body = await c.req.parseBody()
    const place = placeOf(c)
    if (text(body, 'agreed') !== 'yes') {
      c.status(422)
      return showCheck(c, { problems: { agreed: 'Tick that you have read the return' } })
    }
    const done = await signReturn(c.var.act, place, text(body, 'version'))
    if (!done.ok) {
      c.status(409)
      return showCheck(c, { why: signingRefusals[done.reason] })
    }
    const { number } = done.value
    flash(c, number ? `The return is submitted. Its number is ${number}` : 'You have signed the return')
    return c.redirect(place.base, 303)
  })

  .post(`${returnPath}/signatures/:signature{[0-9a-f-]{36}}`, async (c) => {
    const { act } = c.var
    const { schoolId, returnId, base } = placeOf(c)
    const { signatures } = await readSigning(act, schoolId, returnId)
    const signature = signatures.find(({ id }) => id === c.req.param('signature'))
    if (!signature) throw notFound('signature')
    const done = await confirmSigned(act, { returnId, schoolId, signature, as: 'school' })
    if (!done.ok) {
      c.status(409)
      return showCheck(c, { why: confirmRefusals[done.reason] })
    }
    flash(c, 'The signature is confirmed')
    return c.redirect(`${base}/check`, 303)
  })

  .get(`${returnPath}/return.pdf`, async (c) => {
    const { act } = c.var
    const { schoolId, returnId } = placeOf(c)
    const signing = await readSigning(act, schoolId, returnId)
    const council = await readCouncil(act.db, councilFrom(act.laCodes.join(',')))
    const bytes = await oneAtATime(act, async (giveWay) => {
      await logExport(act, { act: 'return.exported', schoolId, after: { returnId, submissions: signing.submissions.length } })
      return pdfOf(documentOf(signing, { council: council.name, at: instant(act.now) }), act.now, giveWay)
    })
    return c.body(bytes, 200, pdfHeaders(`return-${signing.own.year.replaceAll(/[^\w-]+/g, '-')}`))
  })
