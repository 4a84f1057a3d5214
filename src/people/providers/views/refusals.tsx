import type { LinkReason } from '../link-provider.ts'
import type { ReturnReason } from '../return-from-provider.ts'
import type { VisitReason } from '../visit-provider.ts'

/** @param when another visit is possible, where the limit is reached */
export const providerRefusals = (label: string, when: string): Record<ReturnReason | VisitReason, string> => ({
  provider_down: `${label} did not answer. Try again in a few minutes, or sign in with a code sent to your email address.`,
  too_many_visits: `Too many people of your network have gone there within the hour. Try again ${when}, or sign in with a code.`,
  provider_refused: `${label} did not accept the request, so you are not signed in. Sign in with a code, and tell the council that ${label} does not work.`,
  denied: `You did not let ${label} tell us who you are, so you are not signed in. You can try again, or sign in with a code.`,
  wrong_state: `This answer from ${label} does not belong to what this browser asked. Nothing was done. Begin again.`,
  not_valid: `What ${label} sent could not be trusted, so you are not signed in. Begin again; if it happens again, tell the council.`,
  clock: `The times in what ${label} sent do not agree with our clock, so you are not signed in. Try again in a few minutes, or sign in with a code.`,
  visit_elsewhere: `This browser did not go to ${label} from here, or that was long ago. Begin again in this browser.`,
  visit_used: `This answer from ${label} has been used already. If you are not signed in, begin again.`,
  visit_run_out: `It took too long to come back from ${label}. Begin again.`,
  shared_address: `The address that this ${label} sign-in is linked to is read by several people by now, so no one person’s sign-in can open it. Sign in with a code.`,
  linked_elsewhere: `This ${label} sign-in is linked to another account here. Sign in with it and unlink it there first.`,
})

export const linkRefusals: Record<LinkReason, string> = {
  nothing_to_link: 'That took too long, or was done already. Begin again from “Sign in with” below',
  linked_elsewhere: 'That sign-in is linked to another account here. Sign in with it and unlink it there first',
  shared_address: 'This address is read by several people, so no one person’s sign-in can open it. Use a code sent to it',
}
