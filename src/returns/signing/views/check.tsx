import type { Instant } from '#base/dates.ts'
import { Button, Choices, type Problems } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, NothingChanged, P, Page, Title, Warning } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { toConfirm } from '../missing.ts'
import type { Signing } from '../read-signatures.ts'
import { capacities, type KeptSignature, whoConfirms } from '../signature.ts'
import { Signers, sayLate } from './overview.tsx'
import { signingRefusals } from './refusals.tsx'

const Missing = ({ signing: { obstacles }, base }: { signing: Signing; base: string }) =>
  obstacles.length === 0 ? (
    <P>Every question that your school is asked has an answer.</P>
  ) : (
    <>
      <P>{counted(obstacles.length, 'thing is', 'things are')} missing before the return can be signed:</P>
      <ul class="govuk-list govuk-list--bullet">
        {obstacles.map(({ section, questionId, label, what }) => (
          <li>
            <Link href={`${base}/sections/${section}#q-${questionId}`}>{label}</Link>
            {what === 'no_answer' ? ' (no answer)' : ' (say whether what we hold is right)'}
          </li>
        ))}
      </ul>
    </>
  )

/** Signatures that stand to be confirmed, for whoever can do so and for the others. */
const ToConfirm = ({ signing, base }: { signing: Signing; base: string }) => {
  const waiting = toConfirm(signing.signatures)
  return waiting.length === 0 ? null : (
    <>
      <P>{whoConfirms}</P>
      {waiting
        .filter(({ mayConfirm }) => mayConfirm)
        .map((one) => (
          <ConfirmButton signature={one} action={`${base}/signatures/${one.id}`} />
        ))}
    </>
  )
}

/** That the signature is of whoever it names. */
export const ConfirmButton = ({ signature: { by, signedAs }, action }: { signature: KeptSignature; action: string }) => (
  <form method="post" action={action}>
    <Button kind="secondary">
      Confirm that {by || 'this person'} signed as {capacities[signedAs].toLowerCase()}
    </Button>
  </form>
)

const sayWhatHappens = ({ own, may }: Signing, now: Instant): string[] => {
  if (!may.may) return []
  if (may.signedAs !== 'head') return [`You sign as ${capacities[may.signedAs].toLowerCase()}. Your name and the time stand on the return.`]
  const late = sayLate(own, now)
  return [
    `You sign as ${capacities.head.toLowerCase()}${may.alsoLead ? ' and designated safeguarding lead, once for both' : ''}. That submits the return.`,
    ...(late ? [late] : []),
    'It gets a number, which is sent to everybody who wrote in it and to those who govern the school.',
    ...(own.rule.bodySigns
      ? ['One of those who govern the school, who is neither the head nor the lead, signs after you. The deadline does not wait for that.']
      : []),
  ]
}

type CheckPageProps = {
  signing: Signing
  base: string
  now: Instant
  problems?: Problems | undefined
  why?: string | undefined
}

export const CheckPage = ({ signing, base, now, problems, why }: CheckPageProps) => {
  const { own, may, obstacles } = signing
  const mayNow = may.may && !own.otherwise && (own.submitted || (!own.closed && obstacles.length === 0))
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <NothingChanged why={why} />
      <Title>{own.submitted ? 'Sign the return' : 'Check, sign and submit'}</Title>
      {own.submitted ? <P>The return is submitted.</P> : <Missing signing={signing} base={base} />}
      <Heading>Who signs</Heading>
      <Signers {...signing} />
      <ToConfirm signing={signing} base={base} />
      {mayNow ? (
        <form method="post" action={`${base}/check`} novalidate>
          <Heading>What happens when you sign</Heading>
          {sayWhatHappens(signing, now).map((sentence) => (
            <P>{sentence}</P>
          ))}
          <input type="hidden" name="version" value={signing.version} />
          <Choices
            type="checkboxes"
            name="agreed"
            label="Your signature"
            problems={problems}
            values={[]}
            options={[{ value: 'yes', text: 'I have read the return, and as far as I know what it says is right' }]}
          />
          {may.signedAs === 'head' ? <Warning>Nothing can be changed after this unless the council opens the return again.</Warning> : null}
          <Button>{may.signedAs === 'head' ? 'Sign and submit' : 'Sign'}</Button>
        </form>
      ) : may.may ? null : (
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
    </Page>
  )
}
