// In a bundle, in place of what of Stripe's library this service never asks for.
class None {}

export {
  None as Billing,
  None as Issuing,
  None as OAuthResource,
  None as PaymentLinkResource,
  None as PriceResource,
  None as QuoteResource,
  None as StripeEventNotificationHandler,
  None as SubscriptionItemResource,
  None as SubscriptionResource,
  None as Tax,
  None as Terminal,
  None as TestHelpers,
  None as Treasury,
  None as V2,
}
