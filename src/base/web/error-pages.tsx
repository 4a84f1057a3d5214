import { Button } from './field.tsx'

/** @param school the page is of it, and the signed-in account does not book for it */
export const NotFoundPage = ({ school }: { school?: string | undefined }) => (
  <>
    <h1 class="govuk-heading-l">Page not found</h1>
    {school ? (
      <p class="govuk-body">
        If it is a page of the school where you work,{' '}
        <a class="govuk-link" href={`/school/claims/new?school=${school}`}>
          say that you work there
        </a>
        . If the council holds your address for that school, you can see it then.
      </p>
    ) : null}
    <p class="govuk-body">
      If you typed the web address, check it is correct. If you followed a link, it may have moved, or you may need to sign in with another
      address to see it.
    </p>
    <p class="govuk-body">
      <a class="govuk-link" href="/events">
        See the conferences
      </a>{' '}
      or{' '}
      <a class="govuk-link" href="/account">
        check which address you are signed in with
      </a>
      .
    </p>
  </>
)

export const RefusedPage = () => (
  <>
    <h1 class="govuk-heading-l">We could not accept that request</h1>
    <p class="govuk-body">It did not come from a page of this service, or the page was open for too long. Nothing has been changed.</p>
    <p class="govuk-body">Go back, reload the page and try again.</p>
  </>
)

export const RestingPage = () => (
  <>
    <h1 class="govuk-heading-l">Nothing can be changed just now</h1>
    <p class="govuk-body">
      The service is being looked after. Nothing of what you sent has been saved. Go back, wait some minutes and send it again: what you
      typed should still be there.
    </p>
  </>
)

type TooMuchPageProps = {
  title: string
  says: string
  action: string
  /** undefined: it was no form. */
  typed: readonly (readonly [name: string, value: unknown])[] | undefined
}

/** With the refused form, to be sent again; files must be chosen again. */
export const TooMuchPage = ({ title, says, action, typed }: TooMuchPageProps) => (
  <>
    <h1 class="govuk-heading-l">{title}</h1>
    <p class="govuk-body">Nothing has been changed. {says}</p>
    {!typed ? null : typed.some(([, value]) => value instanceof File && value.name !== '') ? (
      <p class="govuk-body">Go back: what you typed should still be there.</p>
    ) : (
      <form method="post" action={action}>
        {typed.map(([name, value]) => (typeof value === 'string' ? <input type="hidden" name={name} value={value} /> : null))}
        <p class="govuk-body">What you typed is kept on this page.</p>
        <Button>Try again</Button>
      </form>
    )}
  </>
)

export const BeingMadePage = () => (
  <>
    <h1 class="govuk-heading-l">We are still making what you asked for</h1>
    <p class="govuk-body">You asked for something that takes a while, and it is not ready yet. It appears where you pressed first.</p>
    <p class="govuk-body">
      Wait some seconds, then load this page again. If you sent a form, nothing of it has been saved: go back and send it again.
    </p>
  </>
)

export const TooLargePage = () => (
  <>
    <h1 class="govuk-heading-l">That is too much at once</h1>
    <p class="govuk-body">You sent more than this page takes, and nothing of it has been saved.</p>
    <p class="govuk-body">
      Go back: what you typed should still be there. Then shorten what you typed or pasted, or send a list in parts. A file may have up to
      10 MB; several at once, 30 MB together.
    </p>
  </>
)

export const ConflictPage = () => (
  <>
    <h1 class="govuk-heading-l">Something changed in the meantime</h1>
    <p class="govuk-body">
      Somebody else changed this while you had it open. Nothing of yours has been saved. Go back, reload the page and look at what it says
      now.
    </p>
  </>
)

export const ForgottenPage = ({ href }: { href: string }) => (
  <>
    <h1 class="govuk-heading-l">We no longer know what you searched for</h1>
    <p class="govuk-body">
      What is typed to find people is kept out of web addresses, so a search opens only in the browser in which it was made, for a day.
    </p>
    <p class="govuk-body">
      <a class="govuk-link" href={href}>
        Search again
      </a>
    </p>
  </>
)

export const FailurePage = ({ reference }: { reference: string }) => (
  <>
    <h1 class="govuk-heading-l">Sorry, there is a problem with the service</h1>
    <p class="govuk-body">What you were doing has not been saved. Try again in a few minutes.</p>
    <p class="govuk-body">
      If it happens again, tell us this reference: <strong>{reference}</strong>
    </p>
  </>
)
