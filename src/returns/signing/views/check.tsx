import type { Child } from 'hono/jsx'
import { instant } from '#base/dates.ts'
import { Bullets, Heading, Link, P, Warning } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { Signing } from '../sign-return.ts'
import { capacities, type KeptSignature, toConfirm, whoConfirms } from '../signature.ts'
import { Signers, sayLate } from './overview.tsx'
import { signingRefusals } from './refusals.tsx'

const Missing = ({ signing: { obstacles }, base }: { signing: Signing; base: string }) =>
  obstacles.length === 0 ? (
    <P>Every question that your school is asked has an answer.</P>
  ) : (
    <>
      <P>{counted(obstacles.length, 'thing is', 'things are')} missing before the audit can be signed:</P>
      <Bullets>
        {obstacles.map(({ section, questionId, label, what }) => (
          <li>
            <Link href={`${base}/sections/${section}#q-${questionId}`}>{label}</Link>
            {what === 'no_answer' ? ' (no answer)' : ' (say whether what we hold is right)'}
          </li>
        ))}
      </Bullets>
    </>
  )

/** For those who can confirm them, and for others. */
const ToConfirm = ({ signing, confirm }: { signing: Signing; confirm: (signature: KeptSignature) => Child }) => {
  const waiting = toConfirm(signing.signatures)
  return waiting.length === 0 ? null : (
    <>
      <P>{whoConfirms}</P>
      {waiting.filter(({ mayConfirm }) => mayConfirm).map(confirm)}
    </>
  )
}

/** That the signature is of whoever it names. */
export const sayConfirm = ({ by, signedAs }: KeptSignature): string =>
  `Confirm that ${by || 'this person'} signed as ${capacities[signedAs].toLowerCase()}`

const sayWhatHappens = ({ own, may }: Signing, now: Date): string[] => {
  if (!may.may) return []
  if (may.signedAs !== 'head') return [`You sign as ${capacities[may.signedAs].toLowerCase()}. Your name and the time are on the audit.`]
  const late = sayLate(own, instant(now))
  return [
    `You sign as ${capacities.head.toLowerCase()}${may.alsoLead ? ' and designated safeguarding lead, once for both' : ''}. That submits the audit.`,
    ...(late ? [late] : []),
    'It gets a number, which is sent to everybody who wrote in it and to those who govern the school.',
    ...(own.rule.bodySigns
      ? ['One of those who govern the school, who is neither the head nor the DSL, signs after you. The deadline does not wait for that.']
      : []),
  ]
}

/** Beside the form. */
export const BeforeSigning = ({ signing, now, agreed }: { signing: Signing; now: Date; agreed: Child }) => (
  <>
    <Heading>What happens when you sign</Heading>
    {sayWhatHappens(signing, now).map((sentence) => (
      <P>{sentence}</P>
    ))}
    {agreed}
    {signing.may.may && signing.may.signedAs === 'head' ? (
      <Warning>Nothing can be changed after this unless the council opens the audit again.</Warning>
    ) : null}
  </>
)

type CheckPageProps = { signing: Signing; base: string; confirm: (signature: KeptSignature) => Child; sign: Child }

export const CheckPage = ({ signing, base, confirm, sign }: CheckPageProps) => {
  const { own, may, obstacles } = signing
  const mayNow = may.may && !own.otherwise && (own.submitted || (!own.closed && obstacles.length === 0))
  return (
    <>
      {own.submitted ? <P>The return is submitted.</P> : <Missing signing={signing} base={base} />}
      <Heading>Who signs</Heading>
      <Signers {...signing} />
      <ToConfirm signing={signing} confirm={confirm} />
      {mayNow ? sign : null}
      {may.may ? null : (
        <P>
          {signingRefusals[may.why]}{' '}
          {may.why === 'no_signer' && own.mayFill ? (
            <Link href={`${base.split('/returns/')[0]}/roles`}>Who holds which role at the school</Link>
          ) : null}
        </P>
      )}
      <P>
        <Link href={`${base}/return.pdf`}>Read the whole return, as a PDF</Link>
      </P>
    </>
  )
}
