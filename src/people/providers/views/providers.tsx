import type { Child } from 'hono/jsx'
import { sayInstant } from '#base/dates.ts'
import { Button, TextField } from '#base/web/field.tsx'
import { Link, P, Page, SummaryList, Table, Title } from '#base/web/page-parts.tsx'
import { type LinkRow, type Provider, startPath } from '#people/sign-in/provider.ts'
import { linkRefusals } from './refusals.tsx'

export const ProviderProblemPage = ({ label, says, again, back }: { label: string; says: string; again: string; back: string }) => (
  <Page>
    <Title>You are not signed in with {label}</Title>
    <P>{says}</P>
    <ul class="govuk-list">
      <li>
        <Link href={again} rel="nofollow">
          Try again with {label}
        </Link>
      </li>
      <li>
        <Link href={back}>{back === '/sign-in' ? 'Sign in with a code' : 'Back to your account'}</Link>
      </li>
    </ul>
  </Page>
)

type Shown = Pick<Provider, 'id' | 'label'>

/** For an identity without an account: asks once for the address, which a code proves. */
export const FirstTimePage = ({ label, shownAs, next }: { label: string; shownAs: string; next: string }) => (
  <Page>
    <Title>First time with {label}</Title>
    <P>
      {label} says that you are <strong class="muster-break">{shownAs || 'somebody'}</strong>. We do not know yet which account here is
      yours, and do not guess it from an address.
    </P>
    <P>
      Sign in this once with a code sent to the email address that you use here. Then you confirm that the two belong together, and from the
      next time on {label} alone signs you in.
    </P>
    <form method="post" action="/sign-in" novalidate>
      <input type="hidden" name="next" value={next} />
      <TextField name="email" label="Email address" type="email" inputmode="email" autocomplete="email" />
      <Button>Send me a code</Button>
    </form>
  </Page>
)

type ConfirmLinkProps = { label: string; shownAs: string; issuer: string; email: string; form: Child }

export const ConfirmLink = ({ label, shownAs, issuer, email, form }: ConfirmLinkProps) => (
  <>
    <SummaryList
      rows={[
        ['Your account here', <span class="muster-break">{email}</span>],
        [label, <span class="muster-break">{shownAs || 'Not said'}</span>],
        ['Vouched for by', <span class="muster-break">{issuer}</span>],
      ]}
    />
    <P>
      Once linked, whoever signs in to {label} as shown above is signed in here as you. If that is not you, do not link. A code sent to your
      email address goes on working, and you can unlink at any time.
    </P>
    {form}
    <P>
      <Link href="/account">Do not link</Link>
    </P>
  </>
)

export type ShownLink = LinkRow & { label: string }
type LinksProps = { links: readonly ShownLink[]; providers: readonly Shown[]; isShared: boolean; unlink: (link: ShownLink) => Child }

export const Links = ({ links, providers, isShared, unlink }: LinksProps) => (
  <>
    {links.length === 0 ? (
      <P>Nothing is linked. You sign in with a code sent to your email address.</P>
    ) : (
      <Table
        caption="Linked to your account"
        columns={['Sign-in', 'Linked', 'Unlink']}
        rows={links.map((link) => [
          <>
            {link.label}
            {link.shownAs ? (
              <div class="govuk-hint govuk-!-margin-bottom-0 govuk-!-font-weight-regular muster-break">{link.shownAs}</div>
            ) : null}
          </>,
          sayInstant(link.linkedAt),
          unlink(link),
        ])}
      />
    )}
    {links.length > 0 ? (
      <P>Unlinking leaves you signed in here and now; the next time you sign in with a code. You can link again.</P>
    ) : null}
    {isShared ? (
      <P>{linkRefusals.shared_address}.</P>
    ) : (
      <div class="govuk-button-group">
        {providers.map((provider) => (
          <a
            href={startPath(provider, '/account/sign-in-links')}
            draggable={false}
            class="govuk-button govuk-button--secondary"
            data-module="govuk-button"
            rel="nofollow"
          >
            Add {provider.label}
          </a>
        ))}
      </div>
    )}
  </>
)
