import type { Council } from '#base/council.ts'
import { type Instant, sayDeadline, sayInstant } from '#base/dates.ts'
import { Button } from '#base/web/field.tsx'
import { Address } from '#base/web/page-parts.tsx'
import { type UndoReason, undoDays } from '../undo-email.ts'

const reasons: Record<UndoReason, string> = {
  already_undone: 'This change, or one before it, has been undone already. A link works once.',
  undo_has_ended: `This link worked for ${undoDays} days, and they are over.`,
}

/** @param props.signingIn they wanted to sign in with the old address: `action` is then where that is undone */
export const UndoAddressPage = (props: { action: string; signingIn: boolean; email: string; changedAt: Instant; until: Instant }) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <h1 class="govuk-heading-l">{props.signingIn ? 'This address was replaced by another' : 'Undo the change of address?'}</h1>
      {props.signingIn ? <p class="govuk-body">Your code was right, but you are not signed in.</p> : null}
      <p class="govuk-body">
        On {sayInstant(props.changedAt)} the account that signed in with{' '}
        <strong>
          <Address email={props.email} />
        </strong>{' '}
        was given another address. If that was not you, undo it:
      </p>
      <ul class="govuk-list govuk-list--bullet">
        <li>the account has this address again, and every later change is undone too</li>
        <li>it is signed out everywhere, and whoever signs in next needs a code from this mailbox</li>
        <li>
          what was set up after the change to sign in or to read along ends: sign-ins elsewhere, second factors, printed codes and calendar
          addresses
        </li>
        <li>bookings, places and roles stay as they are</li>
      </ul>
      <form method="post" action={props.action}>
        <Button kind="warning">Undo the change</Button>
      </form>
      {props.signingIn ? (
        <p class="govuk-body">
          If it was you or a colleague,{' '}
          <a class="govuk-link" href="/sign-in">
            sign in with the new address
          </a>{' '}
          instead. This address can have an account of its own again after {sayDeadline(props.until)}.
        </p>
      ) : (
        <p class="govuk-body">If it was you, do nothing. This works until {sayDeadline(props.until)}.</p>
      )}
    </div>
  </div>
)

export const AddressRestoredPage = ({ email }: { email: string }) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <h1 class="govuk-heading-l">The address is yours again</h1>
      <p class="govuk-body">
        The account signs in with{' '}
        <strong>
          <Address email={email} />
        </strong>{' '}
        again, and is signed out everywhere.
      </p>
      <p class="govuk-body">
        <a class="govuk-link" href="/sign-in">
          Sign in
        </a>
        , and look under <strong>Your account</strong> at what can be used to sign in: take away what you have not set up yourself. Tell the
        council if somebody else was in your account.
      </p>
    </div>
  </div>
)

export const UndoRefusedPage = ({ reason, council }: { reason: UndoReason; council: Council }) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <h1 class="govuk-heading-l">The address stays as it is</h1>
      <p class="govuk-body">{reasons[reason]}</p>
      <p class="govuk-body">
        If somebody else has your account, tell{' '}
        {[council.contactEmail, council.contactTelephone].filter(Boolean).join(' or ') || council.name} at once.
      </p>
    </div>
  </div>
)
