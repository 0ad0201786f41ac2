//! stub
use order_events::OrderStatusChanged;
#[derive(Debug, Clone, Copy)]
pub enum DocumentKind { Invoice, CreditNote }
#[derive(Debug)]
pub struct Renderer;
#[derive(Debug, thiserror::Error)]
#[error("x")]
pub struct RenderError;
impl Renderer {
    pub fn new(_s: crate::seller::Seller) -> Self { Self }
    pub fn render(&self, _k: DocumentKind, _e: &OrderStatusChanged) -> Result<Vec<u8>, RenderError> { Ok(vec![]) }
}
