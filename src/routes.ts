import type { Hono } from 'hono'
import { doorNamePages } from '#attendance/attendance/door-name-pages.tsx'
import { doorPages } from '#attendance/attendance/door-pages.tsx'
import { doorWalkInPages } from '#attendance/attendance/door-walk-in-pages.tsx'
import { organiserRegisterPages } from '#attendance/attendance/organiser-pages.tsx'
import { certificatePages } from '#attendance/certificates/public-pages.tsx'
import { reportCoveragePages } from '#attendance/coverage/report-pages.tsx'
import { reportStandingPages } from '#attendance/coverage/report-standing-pages.tsx'
import { doorApi } from '#attendance/door/api.ts'
import { doorEventPages } from '#attendance/door/door-pages.tsx'
import { organiserDoorPages } from '#attendance/door/organiser-pages.tsx'
import { publicDoorPages } from '#attendance/door/public-pages.tsx'
import { organiserMeetingPages } from '#attendance/meetings/organiser-pages.tsx'
import { publicJoinPages } from '#attendance/meetings/public-pages.tsx'
import { schoolTogetherPages } from '#attendance/meetings/school-pages.tsx'
import { organiserOpenDataPages } from '#attendance/publication/organiser-pages.tsx'
import { publicOpenDataPages } from '#attendance/publication/public-pages.tsx'
import { ownAndSchoolRecordPages } from '#attendance/record/school-own-record-pages.tsx'
import { reportReplyPages } from '#attendance/replies/report-reply-pages.tsx'
import { schoolReportPages } from '#attendance/replies/school-pages.tsx'
import { reportFrozenPages } from '#attendance/reports/report-pages.tsx'
import { organiserEvidencePages } from '#attendance/standings/organiser-evidence-pages.tsx'
import { organiserExceptionPages } from '#attendance/standings/organiser-exception-pages.tsx'
import { organiserStandingPages, schoolStandingPages } from '#attendance/standings/school-pages.tsx'
import { organiserCouncilPages } from '#base/council/organiser-pages.tsx'
import { organiserReadyPages } from '#base/council/organiser-ready-pages.tsx'
import { publicCouncilPages } from '#base/council/public-pages.tsx'
import { organiserLogPages } from '#base/log/organiser-pages.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { schoolAskedPages } from '#booking/asked/school-pages.tsx'
import { organiserBulkPages } from '#booking/bulk/organiser-pages.tsx'
import { schoolAttendancePages } from '#booking/delegates/school-attendance-pages.tsx'
import { schoolDelegatePages } from '#booking/delegates/school-pages.tsx'
import { organiserHistoryPages } from '#booking/history/organiser-history-pages.tsx'
import { organiserBookingPages } from '#booking/lists/organiser-pages.tsx'
import { publicPlacePages } from '#booking/needs/public-pages.tsx'
import { schoolPlacePages } from '#booking/needs/school-pages.tsx'
import { schoolComingPages } from '#booking/overview/school-coming-pages.tsx'
import { schoolBookingMessagePages } from '#booking/overview/school-message-pages.tsx'
import { schoolBookingPages } from '#booking/overview/school-pages.tsx'
import { schoolPayingPages } from '#booking/overview/school-paying-pages.tsx'
import { schoolBookPages } from '#booking/placing/school-book-pages.tsx'
import { schoolCheckPages } from '#booking/placing/school-check-pages.tsx'
import { publicAgreePages } from '#booking/pricing/public-agreement-pages.tsx'
import { organiserRequestPages } from '#booking/requests/organiser-request-pages.tsx'
import { schoolAnswerPages } from '#booking/requests/school-answer-pages.tsx'
import { schoolAskPages } from '#booking/requests/school-asked-pages.tsx'
import { schoolNewcomerPages } from '#booking/requests/school-newcomer-pages.tsx'
import { schoolRequestPages } from '#booking/requests/school-request-pages.tsx'
import { organiserSeriesPages } from '#booking/series/organiser-pages.tsx'
import { publicSeriesPages } from '#booking/series/public-pages.tsx'
import { schoolSeriesPages } from '#booking/series/school-pages.tsx'
import { organiserDecisionPages } from '#booking/waiting/organiser-pages.tsx'
import { schoolWaitingPages } from '#booking/waiting/school-pages.tsx'
import { organiserWorkshopPages } from '#booking/workshops/organiser-pages.tsx'
import { schoolWorkshopPages } from '#booking/workshops/school-pages.tsx'
import { schoolDatePages } from '#correspondence/dates/school-pages.tsx'
import { organiserAddressPages } from '#correspondence/delivery/organiser-pages.tsx'
import { schoolAddressPages } from '#correspondence/delivery/school-pages.tsx'
import { organiserEvaluationPages } from '#correspondence/evaluations/organiser-pages.tsx'
import { publicCalendarPages, publicPlaceCalendarPages } from '#correspondence/feeds/public-pages.tsx'
import { schoolCalendarPages } from '#correspondence/feeds/school-pages.tsx'
import { organiserDraftPages } from '#correspondence/mailings/organiser-draft-pages.tsx'
import { organiserMailingPages } from '#correspondence/mailings/organiser-pages.tsx'
import { publicUnsubscribePages } from '#correspondence/mailings/public-pages.tsx'
import { schoolMessagePages } from '#correspondence/mailings/school-pages.tsx'
import { organiserWordingPages } from '#correspondence/wordings/organiser-pages.tsx'
import { organiserEventFormPages } from '#events/editing/organiser-form-pages.tsx'
import { organiserSessionPages } from '#events/editing/organiser-session-pages.tsx'
import { publicEventPages } from '#events/finding/public-pages.tsx'
import { organiserEventPages } from '#events/overview/organiser-pages.tsx'
import { organiserMovePages } from '#events/rules/organiser-move-pages.tsx'
import { organiserRulesPages } from '#events/rules/organiser-rules-pages.tsx'
import { organiserVenuePages } from '#events/venues/organiser-pages.tsx'
import { organiserLadderPages } from '#front/chasing/organiser-ladder-pages.tsx'
import { organiserListPages } from '#front/chasing/organiser-list-pages.tsx'
import { organiserChasingPages } from '#front/chasing/organiser-pages.tsx'
import { firstStepPages } from '#front/first-steps/organiser-pages.tsx'
import { schoolHomePages } from '#front/home/school-pages.tsx'
import { searchPages } from '#front/search/organiser-pages.tsx'
import { todayPages } from '#front/today/organiser-pages.tsx'
import { schoolTrustBookPages } from '#front/trusts/school-book-pages.tsx'
import { schoolTrustPages } from '#front/trusts/school-pages.tsx'
import { organiserMessagePages } from '#messages/outbox/organiser-pages.tsx'
import { organiserSendingPages } from '#messages/outbox/organiser-sending-pages.tsx'
import { organiserAgreementPages } from '#money/payers/organiser-agreement-pages.tsx'
import { organiserPayerPages } from '#money/payers/organiser-pages.tsx'
import { schoolPayerPages } from '#money/payers/school-pages.tsx'
import { organiserPricePages } from '#money/prices/organiser-pages.tsx'
import { organiserVatPages } from '#money/prices/organiser-vat-pages.tsx'
import { organiserTermsPages } from '#money/terms/organiser-pages.tsx'
import { organiserEntryPages } from '#payments/accounting/organiser-entry-pages.tsx'
import { organiserIncomePages } from '#payments/accounting/organiser-income-pages.tsx'
import { organiserMoneyPages } from '#payments/accounting/organiser-pages.tsx'
import { organiserPaymentPages } from '#payments/accounting/organiser-payment-pages.tsx'
import { organiserMoneyReviewPages } from '#payments/accounting/organiser-review-pages.tsx'
import { schoolMoneyPages } from '#payments/accounting/school-pages.tsx'
import { organiserCardPages } from '#payments/cards/organiser-pages.tsx'
import { schoolCardPages } from '#payments/cards/school-pages.tsx'
import { organiserLayoutPages } from '#payments/finance-files/organiser-layout-pages.tsx'
import { organiserInvoiceFilePages, organiserJournalPages } from '#payments/finance-files/organiser-pages.tsx'
import { organiserRequestedPages } from '#payments/finance-files/organiser-request-pages.tsx'
import { organiserInvoicePages } from '#payments/invoices/organiser-pages.tsx'
import { organiserInvoiceSettingPages } from '#payments/invoices/organiser-setting-pages.tsx'
import { schoolInvoicePages } from '#payments/invoices/school-pages.tsx'
import { organiserStripePages } from '#payments/stripe/organiser-pages.tsx'
import { organiserClaimPages } from '#people/claim-decisions/organiser-claim-pages.tsx'
import { organiserContactPages } from '#people/claim-decisions/organiser-contact-pages.tsx'
import { organiserUnlistedPages } from '#people/claim-decisions/organiser-unlisted-pages.tsx'
import { publicVouchPages } from '#people/claiming/public-vouch-pages.tsx'
import { schoolClaimPages } from '#people/claiming/school-claim-pages.tsx'
import { schoolColleaguePages } from '#people/claiming/school-colleague-pages.tsx'
import { schoolUnlistedPages } from '#people/claiming/school-unlisted-pages.tsx'
import { organiserFactorPages } from '#people/factors/organiser-pages.tsx'
import { publicFactorPages } from '#people/factors/public-pages.tsx'
import { schoolFactorPages } from '#people/factors/school-pages.tsx'
import { schoolProvePages } from '#people/factors/school-prove-pages.tsx'
import { organiserSignInPages } from '#people/own-account/organiser-sign-in-pages.tsx'
import { schoolMailboxPages } from '#people/own-account/school-mailbox-pages.tsx'
import { schoolAccountPages } from '#people/own-account/school-pages.tsx'
import { organiserPeoplePages } from '#people/people/organiser-pages.tsx'
import { publicAddressPages } from '#people/people/public-pages.tsx'
import { schoolPeoplePages } from '#people/people/school-pages.tsx'
import { organiserRolePages, schoolOwnRolePages, schoolStaffPages } from '#people/people/school-role-pages.tsx'
import { publicProviderPages } from '#people/providers/public-provider-pages.tsx'
import { schoolProviderPages } from '#people/providers/school-provider-pages.tsx'
import { organiserRoleImportPages } from '#people/roles/organiser-import-pages.tsx'
import { organiserInRolePages } from '#people/roles/organiser-pages.tsx'
import { schoolOwnDisputePages } from '#people/roles/school-own-pages.tsx'
import { officerInRolePages, schoolInRolePages } from '#people/roles/school-pages.tsx'
import { publicEntryPages } from '#people/sign-in/public-entry-pages.tsx'
import { publicAccountPages } from '#people/sign-in/public-pages.tsx'
import { organiserAccountPages } from '#people/staff/organiser-pages.tsx'
import { organiserImportPages } from '#schools/register/organiser-pages.tsx'
import { organiserReviewPages } from '#schools/register/organiser-review-pages.tsx'
import { schoolApi } from '#schools/schools/api.ts'
import { organiserSchoolImportPages } from '#schools/schools/organiser-import-pages.tsx'
import { organiserSchoolPages } from '#schools/schools/organiser-pages.tsx'
import { organiserProviderPages } from '#schools/schools/organiser-provider-pages.tsx'
import { schoolOwnPages } from '#schools/schools/school-pages.tsx'
import { eventRoutes } from './event-routes.ts'
import { guidanceRoutes } from './guidance-routes.ts'
import { linkRoutes } from './link-routes.ts'
import { returnRoutes } from './return-routes.ts'
import { upkeepRoutes } from './upkeep-routes.ts'

/** Every mount, but those of a local copy (`local.ts`). Who may ask: `base/web/access.ts`. */
export const routes: readonly (readonly [path: string, sub: Hono<AppEnv>])[] = [
  ['/', publicCouncilPages],
  ['/', schoolMailboxPages],
  ['/', publicAccountPages],
  ['/', publicEntryPages],
  ['/', publicVouchPages],
  ['/', publicAgreePages],
  ['/', schoolAccountPages],
  ['/', publicProviderPages],
  ['/account', schoolProviderPages],
  ['/account', schoolProvePages],
  ['/sign-in', publicFactorPages],
  ['/account', schoolFactorPages],
  ['/', publicAddressPages],
  ['/', schoolPeoplePages],
  ['/account/roles', schoolOwnRolePages],
  ['/', schoolMessagePages],
  ['/unsubscribe', publicUnsubscribePages],
  ['/account/record/roles', schoolOwnDisputePages],
  ['/school', schoolStaffPages],
  ['/school', schoolInRolePages],
  ['/organiser/schools', officerInRolePages],
  ['/organiser/schools', organiserRoleImportPages],
  ['/organiser/schools/early-years', organiserProviderPages],
  ['/organiser/schools', organiserInRolePages],
  ['/organiser/people', organiserRolePages],
  ['/organiser/people', organiserPeoplePages],
  ['/', schoolUnlistedPages],
  ['/', schoolClaimPages],
  ['/', schoolColleaguePages],
  ['/search', searchPages],
  ['/organiser', organiserUnlistedPages],
  ['/organiser', organiserClaimPages],
  ['/organiser', organiserAccountPages],
  ['/organiser/accounts', organiserSignInPages],
  ['/organiser/accounts', organiserFactorPages],
  ['/organiser/ready', organiserReadyPages],
  ['/organiser/first-steps', firstStepPages],
  ['/organiser', organiserCouncilPages],
  ['/organiser', organiserLogPages],
  ['/organiser', organiserTermsPages],
  ['/organiser', organiserVenuePages],
  ['/organiser/finance', organiserInvoiceSettingPages],
  ['/organiser/finance', organiserInvoicePages],
  ['/school', schoolInvoicePages],
  ['/organiser/finance', organiserPayerPages],
  ['/organiser/finance', organiserAgreementPages],
  ['/school', schoolPayerPages],
  ['/organiser/finance', organiserVatPages],
  ['/organiser/finance/prices', organiserPricePages],
  ['/', publicEventPages],
  ['/organiser', organiserEventFormPages],
  ['/organiser', organiserSessionPages],
  ['/organiser', organiserRulesPages],
  ['/organiser', organiserMovePages],
  ['/organiser', todayPages],
  ['/organiser', organiserEventPages],
  ['/', schoolNewcomerPages],
  ['/', schoolAskPages],
  ['/', schoolRequestPages],
  ['/', schoolBookPages],
  ['/', schoolCheckPages],
  ['/', schoolBookingPages],
  ['/', schoolPayingPages],
  ['/', schoolBookingMessagePages],
  ['/', schoolComingPages],
  ['/', schoolAnswerPages],
  ['/', schoolCardPages],
  ['/', organiserHistoryPages],
  ['/', schoolWorkshopPages],
  ['/', schoolAttendancePages],
  ['/', schoolDelegatePages],
  ['/', schoolWaitingPages],
  ['/bookings', organiserDecisionPages],
  ...eventRoutes,
  ...linkRoutes,
  ['/school', schoolAskedPages],
  ['/', organiserEvaluationPages],
  ['/organiser', organiserRequestPages],
  ['/organiser', organiserBookingPages],
  ['/organiser/finance', organiserCardPages],
  ['/organiser/finance', organiserStripePages],
  ['/organiser', organiserWorkshopPages],
  ['/organiser/bookings/bulk', organiserBulkPages],
  ['/account/places', schoolPlacePages],
  ['/join', publicJoinPages],
  ['/', schoolTogetherPages],
  ['/organiser/meetings', organiserMeetingPages],
  ['/place', publicPlacePages],
  ['/place', publicPlaceCalendarPages],
  ['/', publicCalendarPages],
  ['/', schoolCalendarPages],
  ['/', schoolDatePages],
  ['/series', publicSeriesPages],
  ['/', schoolSeriesPages],
  ['/organiser', organiserSeriesPages],
  ['/organiser/messages', organiserMessagePages],
  ['/organiser/wordings', organiserWordingPages],
  ['/organiser/sendings', organiserSendingPages],
  ['/organiser', organiserAddressPages],
  ['/', schoolAddressPages],
  ['/organiser/mailings', organiserDraftPages],
  ['/organiser/mailings', organiserMailingPages],
  ['/register', organiserRegisterPages],
  ['/register', doorWalkInPages],
  ['/register', doorNamePages],
  ['/register', doorPages],
  ['/', publicDoorPages],
  ['/door', doorEventPages],
  ['/door', doorApi],
  ['/organiser', organiserDoorPages],
  ['/organiser/register-imports/reviews', organiserReviewPages],
  ['/organiser/register-imports', organiserImportPages],
  ['/schools', schoolApi],
  ['/organiser/schools', organiserSchoolImportPages],
  ['/organiser/schools', organiserSchoolPages],
  ['/organiser/schools', organiserContactPages],
  ['/school', schoolHomePages],
  ['/school', schoolOwnPages],
  ['/organiser/finance/journals', organiserJournalPages],
  ['/organiser/finance/invoice-requests', organiserRequestedPages],
  ['/organiser/finance/invoice-requests', organiserInvoiceFilePages],
  ['/organiser/finance', organiserLayoutPages],
  ['/school', schoolMoneyPages],
  ['/organiser/finance/income', organiserIncomePages],
  ['/organiser/finance', organiserEntryPages],
  ['/organiser/finance', organiserPaymentPages],
  ['/organiser/finance', organiserMoneyReviewPages],
  ['/organiser/finance', organiserMoneyPages],
  ['/school', schoolStandingPages],
  ['/school', schoolReportPages],
  ...returnRoutes,
  ['/organiser/schools', organiserStandingPages],
  ['/trusts', schoolTrustPages],
  ['/trusts', schoolTrustBookPages],
  ['/', ownAndSchoolRecordPages],
  ['/', certificatePages],
  ['/organiser/schools', organiserExceptionPages],
  ['/organiser/schools', organiserLadderPages],
  ['/organiser/chasing/lists', organiserListPages],
  ['/organiser/chasing', organiserChasingPages],
  ['/organiser/schools', organiserEvidencePages],
  ...guidanceRoutes,
  ['/coverage/requirements', reportStandingPages],
  ['/coverage/frozen', reportReplyPages],
  ['/coverage/frozen', reportFrozenPages],
  ['/open-data', publicOpenDataPages],
  ['/organiser/open-data', organiserOpenDataPages],
  ['/coverage', reportCoveragePages],
  ...upkeepRoutes,
]
