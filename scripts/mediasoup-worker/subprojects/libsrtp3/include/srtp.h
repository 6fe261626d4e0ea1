// The part of libsrtp 3's API that the worker calls, on top of libsrtp 2.
//
// libsrtp 3 reads from one buffer and writes to another, with lengths as size_t; libsrtp 2 works in
// place, with the length as int. Each function copies first and then works in place on the output.
#pragma once
#include <srtp2/srtp.h>
#include <cstddef>
#include <cstdint>
#include <cstring>

// Two results that only libsrtp 3 has get the values after libsrtp 2's last one.
static constexpr auto srtp_err_status_buffer_small = static_cast<srtp_err_status_t>(srtp_err_status_pkt_idx_adv + 1);
static constexpr auto srtp_err_status_cryptex_err = static_cast<srtp_err_status_t>(srtp_err_status_pkt_idx_adv + 2);

namespace lianmai
{
	using InPlace = srtp_err_status_t (*)(srtp_t, void*, int*);

	inline srtp_err_status_t copyAndRun(
	  InPlace function, srtp_t session, const uint8_t* in, size_t inLength, uint8_t* out, size_t* outLength, size_t growth)
	{
		if (*outLength < inLength + growth)
		{
			return srtp_err_status_buffer_small;
		}
		if (in != out)
		{
			std::memcpy(out, in, inLength);
		}

		int length        = static_cast<int>(inLength);
		const auto status = function(session, out, &length);

		if (status == srtp_err_status_ok)
		{
			*outLength = static_cast<size_t>(length);
		}

		return status;
	}
} // namespace lianmai

inline srtp_err_status_t srtp_protect(
  srtp_t session, const uint8_t* rtp, size_t rtpLength, uint8_t* srtp, size_t* srtpLength, size_t /*mkiIndex*/)
{
	const lianmai::InPlace function = ::srtp_protect;
	return lianmai::copyAndRun(function, session, rtp, rtpLength, srtp, srtpLength, SRTP_MAX_TRAILER_LEN);
}

inline srtp_err_status_t srtp_unprotect(
  srtp_t session, const uint8_t* srtp, size_t srtpLength, uint8_t* rtp, size_t* rtpLength)
{
	const lianmai::InPlace function = ::srtp_unprotect;
	return lianmai::copyAndRun(function, session, srtp, srtpLength, rtp, rtpLength, 0);
}

inline srtp_err_status_t srtp_protect_rtcp(
  srtp_t session, const uint8_t* rtcp, size_t rtcpLength, uint8_t* srtcp, size_t* srtcpLength, size_t /*mkiIndex*/)
{
	const lianmai::InPlace function = ::srtp_protect_rtcp;
	// SRTCP adds its index of four bytes to the trailer.
	return lianmai::copyAndRun(function, session, rtcp, rtcpLength, srtcp, srtcpLength, SRTP_MAX_TRAILER_LEN + 4);
}

inline srtp_err_status_t srtp_unprotect_rtcp(
  srtp_t session, const uint8_t* srtcp, size_t srtcpLength, uint8_t* rtcp, size_t* rtcpLength)
{
	const lianmai::InPlace function = ::srtp_unprotect_rtcp;
	return lianmai::copyAndRun(function, session, srtcp, srtcpLength, rtcp, rtcpLength, 0);
}

// libsrtp 3 calls it srtp_stream_remove().
inline srtp_err_status_t srtp_stream_remove(srtp_t session, uint32_t ssrc)
{
	return ::srtp_remove_stream(session, ssrc);
}
