/** Short names for what the API's description calls its types. */
import type { components } from './schema.d.ts';

type Schemas = components['schemas'];

export type Order = Schemas['OrderRepresentation'];
export type OrderLine = Schemas['OrderLine'];
export type OrderRequest = Schemas['OrderRequest'];
export type LineRequest = Schemas['LineRequest'];
export type DiscountRequest = Schemas['DiscountRequest'];
export type ShippingRequest = Schemas['ShippingRequest'];
export type AddressRequest = Schemas['AddressRequest'];
export type ListedOrder = Schemas['ListedOrder'];
export type OrderList = Schemas['OrderList'];
export type OrderHistory = Schemas['OrderHistory'];
export type HistoryEvent = Schemas['HistoryEvent'];
export type OrderStatus = Schemas['OrderStatus'];
export type TaxCategory = Schemas['TaxCategory'];
export type DocumentLocale = Schemas['Locale'];
export type Party = Schemas['Party'];
export type Address = Schemas['Address'];
export type Totals = Schemas['Totals'];
export type Problem = Schemas['Problem'];
export type Fault = Schemas['Fault'];
