import { Button } from './field.tsx'
import { P } from './page-parts.tsx'

/** @param school the page is of it, and the signed-in account does not book for it */
export const NotFoundPage = ({ school }: { school?: string | undefined }) => (
  <>
    <h1 class="govuk-heading-l">Page not found</h1>
    {school ? (
      <P>
        If it is a page of the school where you work,{' '}
        <a class="govuk-link" href={`/school/claims/new?school=${school}`}>
          say that you work there
        </a>
        . If the council holds your address for that school, you can see it then.
      </P>
    ) : null}
    <P>
      If you typed the web address, check it is correct. If you followed a link, it may have moved, or you may need to sign in with another
      address to see it.
    </P>
    <P>
      <a class="govuk-link" href="/events">
        See the conferences
      </a>{' '}
      or{' '}
      <a class="govuk-link" href="/account">
        check which address you are signed in with
      </a>
      .
    </P>
  </>
)

export const RefusedPage = () => (
  <>
    <h1 class="govuk-heading-l">We could not accept that request</h1>
    <P>It did not come from a page of this service, or the page was open for too long. Nothing has been changed.</P>
    <P>Go back, reload the page and try again.</P>
  </>
)

export const RestingPage = () => (
  <>
    <h1 class="govuk-heading-l">Nothing can be changed just now</h1>
    <P>
      The service is being looked after. Nothing of what you sent has been saved. Go back, wait some minutes and send it again: what you
      typed should still be there.
    </P>
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
    <P>Nothing has been changed. {says}</P>
    {!typed ? null : typed.some(([, value]) => value instanceof File && value.name !== '') ? (
      <P>Go back: what you typed should still be there.</P>
    ) : (
      <form method="post" action={action}>
        {typed.map(([name, value]) => (typeof value === 'string' ? <input type="hidden" name={name} value={value} /> : null))}
        <P>What you typed is kept on this page.</P>
        <Button>Try again</Button>
      </form>
    )}
  </>
)

export const BeingMadePage = () => (
  <>
    <h1 class="govuk-heading-l">We are still making what you asked for</h1>
    <P>You asked for something that takes a while, and it is not ready yet. It appears where you pressed first.</P>
    <P>Wait some seconds, then load this page again. If you sent a form, nothing of it has been saved: go back and send it again.</P>
  </>
)

export const TooLargePage = () => (
  <>
    <h1 class="govuk-heading-l">That is too much at once</h1>
    <P>You sent more than this page takes, and nothing of it has been saved.</P>
    <P>
      Go back: what you typed should still be there. Then shorten what you typed or pasted, or send a list in parts. A file may have up to
      10 MB; several at once, 30 MB together.
    </P>
  </>
)

export const ConflictPage = () => (
  <>
    <h1 class="govuk-heading-l">Something changed in the meantime</h1>
    <P>
      Somebody else changed this while you had it open. Nothing of yours has been saved. Go back, reload the page and look at what it says
      now.
    </P>
  </>
)

export const ForgottenPage = ({ href }: { href: string }) => (
  <>
    <h1 class="govuk-heading-l">We no longer know what you searched for</h1>
    <P>What is typed to find people is kept out of web addresses, so a search opens only in the browser in which it was made, for a day.</P>
    <P>
      <a class="govuk-link" href={href}>
        Search again
      </a>
    </P>
  </>
)

export const FailurePage = ({ reference }: { reference: string }) => (
  <>
    <h1 class="govuk-heading-l">Sorry, there is a problem with the service</h1>
    <P>What you were doing has not been saved. Try again in a few minutes.</P>
    <P>
      If it happens again, tell us this reference: <strong>{reference}</strong>
    </P>
  </>
)
