import { Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { readCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { instant } from '#base/dates.ts'
import { logExport } from '#base/log/export-log.ts'
import type { AppEnv } from '#base/web/env.ts'
import { form, ticks } from '#base/web/fields.tsx'
import { textField } from '#base/web/form.ts'
import { oneAtATime } from '#base/web/pace.ts'
import { page, withPages } from '#base/web/page.tsx'
import { pdfHeaders, pdfOf } from '#base/web/pdf.ts'
import { type Asked, press } from '#base/web/press.tsx'
import { placeAt, placeOf, returnPath } from '#returns/filling/school-pages.tsx'
import { progressOf, questionsOf } from '#returns/filling/school-return.ts'
import { waitsForWord } from '#returns/filling/shown-question.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { documentOf } from './document.ts'
import { confirmSigned, readSigning, type Signing, type SigningRefusal, signReturn } from './sign-return.ts'
import type { KeptSignature } from './signature.ts'
import { BeforeSigning, CheckPage, sayConfirm } from './views/check.tsx'
import { FrontPage, type SectionLine } from './views/overview.tsx'
import { confirmRefusals, signingRefusals } from './views/refusals.tsx'

const findSigning = async (act: Act, { part }: Asked) => {
  const place = placeAt(part)
  return { ...place, signing: await readSigning(act, place.schoolId, place.returnId) }
}

const signingForm = form({
  agreed: ticks(
    'Your signature',
    [{ value: 'yes', text: 'I have read the audit, and as far as I know what it says is right' }],
    textField.refine((typed) => typed === 'yes', 'Tick that you have read the audit'),
  ),
})

const sign = press({
  at: `${returnPath}/check`,
  form: signingForm,
  hidden: ({ signing }: { signing: Signing; now: Date }) => ({ version: signing.version }),
  shape: ({ agreed }, subject) => <BeforeSigning {...subject} agreed={agreed} />,
  button: ({ signing: { may } }) => (may.may && may.signedAs === 'head' ? 'Sign and submit' : 'Sign'),
  act: (act, _, { part, field }) => signReturn(act, placeAt(part), field('version')),
  // The signer has seen the current version.
  refused: Object.fromEntries(Object.entries(signingRefusals).map(([reason, afresh]) => [reason, { afresh }])) as Record<
    SigningRefusal,
    { afresh: string }
  >,
  done: (_, { number }) => (number ? `The audit is submitted. Its number is ${number}` : 'You have signed the audit'),
  to: ({ part }) => placeAt(part).base,
})

const confirm = press({
  at: `${returnPath}/signatures/:signature{[0-9a-f-]{36}}`,
  find: async (act, asked) => {
    const { signing, ...place } = await findSigning(act, asked)
    const signature = signing.signatures.find(({ id }) => id === asked.part('signature'))
    return signature && { ...place, signature }
  },
  button: (signature: KeptSignature) => [{ text: sayConfirm(signature), kind: 'secondary' }],
  act: (act, _, { subject: { schoolId, returnId, signature } }) => confirmSigned(act, { returnId, schoolId, signature, as: 'school' }),
  refused: confirmRefusals,
  done: 'The signature is confirmed',
  to: ({ part }) => `${placeAt(part).base}/check`,
})

const check = page({
  at: `${returnPath}/check`,
  find: findSigning,
  title: ({ signing }) => (signing.own.submitted ? 'Sign the audit' : 'Check, sign and submit'),
  back: ({ base, signing }) => ({ href: base, text: signing.own.title }),
  presses: { sign, confirm },
  show: ({ signing, base }, forms, { now }) => (
    <CheckPage
      signing={signing}
      base={base}
      confirm={(signature) => forms.confirm(signature, { signature: signature.id })}
      sign={forms.sign({ signing, now })}
    />
  ),
})

const front = page({
  at: returnPath,
  find: findSigning,
  title: ({ signing }) => signing.own.title,
  caption: ({ signing }) => schoolLabel(signing.own.school),
  back: ({ schoolId }) => ({ href: `/school/${schoolId}/returns`, text: 'Safeguarding audits' }),
  wide: true,
  show: ({ signing, base }, _, { now }) => {
    const lines = signing.sections.map((section): SectionLine => {
      const states = signing.states.filter(({ question }) => question.sectionId === section.id)
      return {
        section,
        ...progressOf(questionsOf(signing), section.questions, signing.entries),
        waiting: states.filter((state) => state.asked && waitsForWord(state)).length,
        writers: signing.writers.flatMap(({ sectionId, by }) => (sectionId === section.id ? [by || 'somebody'] : [])),
      }
    })
    return <FrontPage signing={signing} base={base} lines={lines} now={instant(now)} />
  },
})

const fileRoutes = new Hono<AppEnv>().get(`${returnPath}/return.pdf`, async (c) => {
  const { act } = c.var
  const { schoolId, returnId } = placeOf(c)
  const signing = await readSigning(act, schoolId, returnId)
  const council = await readCouncil(act.db, councilFrom(act.laCodes.join(',')))
  const bytes = await oneAtATime(act, async (giveWay) => {
    await logExport(act, { act: 'return.exported', schoolId, after: { returnId, submissions: signing.submissions.length } })
    return pdfOf(act, documentOf(signing, { council: council.name, at: instant(act.now) }), { giveWay })
  })
  return c.body(bytes, 200, pdfHeaders(`return-${signing.own.year.replaceAll(/[^\w-]+/g, '-')}`))
})

/** For everybody with a part in a return. Mounted at /school. */
export const schoolSigningPages = withPages(fileRoutes, front, check)
