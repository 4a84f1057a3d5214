import { sayChanged, sayStored } from '#base/changed.ts'
import type { AnswerRefusal } from '../answer-version.ts'
import { longestAddress } from '../page.ts'
import type { PageRefusal } from '../record-check.ts'

export const answerRefusals: Record<AnswerRefusal, string> = {
  answered_since: sayChanged(
    'The school’s answer has',
    'saved',
    'The answer now is below, and what you typed is still here: send it again if it is to take its place',
  ),
  saved_otherwise: sayStored('an answer is kept', 'Open the page again to answer otherwise'),
  answer_was_signed_in:
    'The school has answered signed in, or to an officer, and a link cannot change that. Nothing was saved. Sign in to change the answer, or tell the council.',
  answered_too_often: 'By this link many answers were sent today, so nothing was saved. Sign in to change the answer, or tell the council.',
  answer_without_reason: 'The reason is missing, so nothing was saved. Enter it and send again.',
  body_does_not_decide:
    'By the register another body decides at this school, so nothing was saved. Choose the body that decides; if the register is wrong, tell the council.',
  newer_version:
    'A newer version was issued, or the document was withdrawn, so nothing was saved. Go back to the school’s guidance and answer what is current.',
}

export const pageRefusals: Record<PageRefusal, string> = {
  no_address: 'Enter the address of the page',
  address_wrong: 'Enter the whole address as the browser shows it, such as https://www.ashfield.sch.uk/policies',
  address_too_long: `Enter an address of at most ${longestAddress} characters`,
  address_not_https: 'The address must begin with https://',
  address_with_password: 'The address must hold no name and no password',
  address_with_port: 'The address must name no port, such as :8443',
  address_private: 'This is an address of a private network, or a number: enter the name of the public site',
  address_elsewhere: 'This is not on the site that the national register names for the school or its trust: enter an address there',
  no_site_known:
    'The national register names no site for the school or its trust, so no page can be looked at. Have it corrected there, or have an officer note it',
  looked_too_often: 'Pages of this school were looked at many times within the hour. Nothing was looked at: try again in an hour',
}
