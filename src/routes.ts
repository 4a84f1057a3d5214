import type { Hono } from 'hono'
import { organiserEntryPages } from './accounting/organiser-entry-pages.tsx'
import { organiserIncomePages } from './accounting/organiser-income-pages.tsx'
import { organiserMoneyPages } from './accounting/organiser-pages.tsx'
import { organiserPaymentPages } from './accounting/organiser-payment-pages.tsx'
import { organiserMoneyReviewPages } from './accounting/organiser-review-pages.tsx'
import { schoolMoneyPages } from './accounting/school-pages.tsx'
import { organiserClaimPages } from './accounts/organiser-claim-pages.tsx'
import { organiserContactPages } from './accounts/organiser-contact-pages.tsx'
import { organiserAccountPages } from './accounts/organiser-pages.tsx'
import { organiserSignInPages } from './accounts/organiser-sign-in-pages.tsx'
import { organiserUnlistedPages } from './accounts/organiser-unlisted-pages.tsx'
import { publicEntryPages } from './accounts/public-entry-pages.tsx'
import { publicAccountPages } from './accounts/public-pages.tsx'
import { publicProviderPages } from './accounts/public-provider-pages.tsx'
import { publicVouchPages } from './accounts/public-vouch-pages.tsx'
import { schoolClaimPages } from './accounts/school-claim-pages.tsx'
import { schoolColleaguePages } from './accounts/school-colleague-pages.tsx'
import { schoolMailboxPages } from './accounts/school-mailbox-pages.tsx'
import { schoolAccountPages } from './accounts/school-pages.tsx'
import { schoolProviderPages } from './accounts/school-provider-pages.tsx'
import { schoolUnlistedPages } from './accounts/school-unlisted-pages.tsx'
import { doorNamePages } from './attendance/door-name-pages.tsx'
import { doorPages } from './attendance/door-pages.tsx'
import { doorWalkInPages } from './attendance/door-walk-in-pages.tsx'
import { organiserRegisterPages } from './attendance/organiser-pages.tsx'
import { organiserAuditPages } from './audit/organiser-pages.tsx'
import { organiserAutomaticPages } from './automatic/organiser-pages.tsx'
import { organiserColumnPages } from './batches/organiser-column-pages.tsx'
import { organiserInvoiceFilePages, organiserJournalPages } from './batches/organiser-pages.tsx'
import { organiserRequestedPages } from './batches/organiser-request-pages.tsx'
import { organiserHistoryPages } from './bookings/organiser-history-pages.tsx'
import { organiserBookingPages } from './bookings/organiser-pages.tsx'
import { organiserRequestPages } from './bookings/organiser-request-pages.tsx'
import { publicAgreePages } from './bookings/public-agree-pages.tsx'
import { schoolAnswerPages } from './bookings/school-answer-pages.tsx'
import { schoolBookPages } from './bookings/school-book-pages.tsx'
import { schoolCheckPages } from './bookings/school-check-pages.tsx'
import { schoolBookingMessagePages } from './bookings/school-message-pages.tsx'
import { schoolNewcomerPages } from './bookings/school-newcomer-pages.tsx'
import { schoolBookingPages } from './bookings/school-pages.tsx'
import { schoolPayingPages } from './bookings/school-paying-pages.tsx'
import { schoolRequestPages } from './bookings/school-request-pages.tsx'
import { organiserBulkPages } from './bulk/organiser-pages.tsx'
import { organiserCardPages } from './cards/organiser-pages.tsx'
import { schoolCardPages } from './cards/school-pages.tsx'
import { organiserCouncilPages } from './council/organiser-pages.tsx'
import { organiserReadyPages } from './council/organiser-ready-pages.tsx'
import { publicCouncilPages } from './council/public-pages.tsx'
import { reportCoveragePages } from './coverage/report-pages.tsx'
import { organiserRingPages } from './delegates/organiser-ring-pages.tsx'
import { schoolDelegatePages } from './delegates/school-pages.tsx'
import { organiserAddressPages } from './delivery/organiser-pages.tsx'
import { schoolAddressPages } from './delivery/school-pages.tsx'
import type { AppEnv } from './env.ts'
import { organiserEventFormPages } from './events/organiser-form-pages.tsx'
import { organiserEventPages } from './events/organiser-pages.tsx'
import { organiserRulesPages } from './events/organiser-rules-pages.tsx'
import { organiserSessionPages } from './events/organiser-session-pages.tsx'
import { publicEventPages } from './events/public-pages.tsx'
import { organiserFactorPages } from './factors/organiser-pages.tsx'
import { publicFactorPages } from './factors/public-pages.tsx'
import { schoolFactorPages } from './factors/school-pages.tsx'
import { schoolProvePages } from './factors/school-prove-pages.tsx'
import { publicCalendarPages, publicPlaceCalendarPages } from './feeds/public-pages.tsx'
import { schoolCalendarPages } from './feeds/school-pages.tsx'
import { organiserImportPages } from './imports/organiser-pages.tsx'
import { organiserReviewPages } from './imports/organiser-review-pages.tsx'
import { organiserInvoicePages } from './invoices/organiser-pages.tsx'
import { organiserInvoiceSettingPages } from './invoices/organiser-setting-pages.tsx'
import { schoolInvoicePages } from './invoices/school-pages.tsx'
import { organiserLogPages } from './log/organiser-pages.tsx'
import { organiserDraftPages } from './mailings/organiser-draft-pages.tsx'
import { organiserMailingPages } from './mailings/organiser-pages.tsx'
import { publicUnsubscribePages } from './mailings/public-pages.tsx'
import { schoolMessagePages } from './mailings/school-pages.tsx'
import { organiserNeedsPages } from './needs/organiser-pages.tsx'
import { publicPlacePages } from './needs/public-pages.tsx'
import { organiserMessagePages } from './outbox/organiser-pages.tsx'
import { organiserSendingPages } from './outbox/organiser-sending-pages.tsx'
import { organiserAgreementPages } from './payers/organiser-agreement-pages.tsx'
import { organiserPayerPages } from './payers/organiser-pages.tsx'
import { schoolPayerPages } from './payers/school-pages.tsx'
import { organiserPeoplePages } from './people/organiser-pages.tsx'
import { publicAddressPages } from './people/public-pages.tsx'
import { schoolPeoplePages } from './people/school-pages.tsx'
import { organiserRolePages, schoolOwnRolePages, schoolStaffPages } from './people/school-role-pages.tsx'
import { organiserPricePages } from './prices/organiser-pages.tsx'
import { organiserVatPages } from './prices/organiser-vat-pages.tsx'
import { organiserQuestionPages } from './questions/organiser-pages.tsx'
import { organiserErasePages } from './records/organiser-erase-pages.tsx'
import { organiserRecordsPages } from './records/organiser-pages.tsx'
import { organiserSubjectPages } from './records/organiser-subject-pages.tsx'
import { schoolApi } from './schools/api.ts'
import { organiserSchoolPages } from './schools/organiser-pages.tsx'
import { schoolOwnPages } from './schools/school-pages.tsx'
import { organiserSeriesPages } from './series/organiser-pages.tsx'
import { publicSeriesPages } from './series/public-pages.tsx'
import { schoolSeriesPages } from './series/school-pages.tsx'
import { organiserStripePages } from './stripe/organiser-pages.tsx'
import { organiserTermsPages } from './terms/organiser-pages.tsx'
import { organiserDecisionPages, organiserWaitingPages } from './waiting/organiser-pages.tsx'
import { publicOfferPages } from './waiting/public-pages.tsx'
import { schoolWaitingPages } from './waiting/school-pages.tsx'
import { organiserWordingPages } from './wordings/organiser-pages.tsx'
import { organiserWorkshopPages } from './workshops/organiser-pages.tsx'
import { schoolWorkshopPages } from './workshops/school-pages.tsx'

/** Every mount of the service, in one list; what a local copy has besides is in `local.ts`. Each sub-app guards its own paths. */
export const routes: readonly (readonly [path: string, sub: Hono<AppEnv>])[] = [
  ['/', publicCouncilPages],
  ['/', schoolMailboxPages],
  ['/', publicAccountPages],
  ['/', publicEntryPages],
  ['/', publicVouchPages],
  ['/', publicAgreePages],
  ['/', schoolAccountPages],
  ['/', publicProviderPages],
  ['/account/sign-in-links', schoolProviderPages],
  ['/account/prove', schoolProvePages],
  ['/sign-in/factor', publicFactorPages],
  ['/account/factors', schoolFactorPages],
  ['/', publicAddressPages],
  ['/', schoolPeoplePages],
  ['/account/roles', schoolOwnRolePages],
  ['/account/messages', schoolMessagePages],
  ['/unsubscribe', publicUnsubscribePages],
  ['/school', schoolStaffPages],
  ['/organiser/people', organiserRolePages],
  ['/organiser/people', organiserPeoplePages],
  ['/', schoolUnlistedPages],
  ['/', schoolClaimPages],
  ['/', schoolColleaguePages],
  ['/organiser', organiserUnlistedPages],
  ['/organiser', organiserClaimPages],
  ['/organiser', organiserAccountPages],
  ['/organiser/accounts', organiserSignInPages],
  ['/organiser/accounts', organiserFactorPages],
  ['/organiser/ready', organiserReadyPages],
  ['/organiser', organiserCouncilPages],
  ['/organiser', organiserLogPages],
  ['/organiser', organiserTermsPages],
  ['/organiser/finance/invoice-settings', organiserInvoiceSettingPages],
  ['/organiser/finance', organiserInvoicePages],
  ['/school', schoolInvoicePages],
  ['/organiser/finance', organiserPayerPages],
  ['/organiser/finance', organiserAgreementPages],
  ['/school', schoolPayerPages],
  ['/organiser/finance/vat', organiserVatPages],
  ['/organiser/finance/prices', organiserPricePages],
  ['/', publicEventPages],
  ['/organiser', organiserEventFormPages],
  ['/organiser', organiserSessionPages],
  ['/organiser', organiserRulesPages],
  ['/organiser', organiserEventPages],
  ['/', schoolNewcomerPages],
  ['/', schoolRequestPages],
  ['/', schoolBookPages],
  ['/', schoolCheckPages],
  ['/', schoolBookingPages],
  ['/', schoolPayingPages],
  ['/', schoolBookingMessagePages],
  ['/', schoolAnswerPages],
  ['/', schoolCardPages],
  ['/', organiserHistoryPages],
  ['/', schoolWorkshopPages],
  ['/', schoolDelegatePages],
  ['/', schoolWaitingPages],
  ['/bookings', organiserDecisionPages],
  ['/organiser/events', organiserWaitingPages],
  ['/organiser/events', organiserRingPages],
  ['/offers', publicOfferPages],
  ['/organiser/events', organiserQuestionPages],
  ['/organiser/events', organiserAutomaticPages],
  ['/organiser', organiserRequestPages],
  ['/organiser', organiserBookingPages],
  ['/organiser/finance/cards', organiserCardPages],
  ['/organiser/finance/stripe', organiserStripePages],
  ['/organiser', organiserWorkshopPages],
  ['/organiser/bookings/bulk', organiserBulkPages],
  ['/organiser/events', organiserNeedsPages],
  ['/place', publicPlacePages],
  ['/place', publicPlaceCalendarPages],
  ['/', publicCalendarPages],
  ['/', schoolCalendarPages],
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
  ['/organiser/register-imports/reviews', organiserReviewPages],
  ['/organiser/register-imports', organiserImportPages],
  ['/schools', schoolApi],
  ['/organiser/schools', organiserSchoolPages],
  ['/organiser/schools', organiserContactPages],
  ['/school', schoolOwnPages],
  ['/organiser/finance/journals', organiserJournalPages],
  ['/organiser/finance/invoice-requests', organiserRequestedPages],
  ['/organiser/finance/invoice-requests', organiserInvoiceFilePages],
  ['/organiser/finance/file-columns', organiserColumnPages],
  ['/school', schoolMoneyPages],
  ['/organiser/finance/income', organiserIncomePages],
  ['/organiser/finance', organiserEntryPages],
  ['/organiser/finance', organiserPaymentPages],
  ['/organiser/finance', organiserMoneyReviewPages],
  ['/organiser/finance', organiserMoneyPages],
  ['/coverage', reportCoveragePages],
  ['/organiser/records', organiserErasePages],
  ['/organiser/records', organiserSubjectPages],
  ['/organiser/records', organiserRecordsPages],
  ['/organiser/audit', organiserAuditPages],
]
